import type { TokenizerConfig } from "@kanjo/shared/tokenizer/config";

/** The files and facts that make texts into answers: a release's, or those of an export that is not released yet. */
export interface ServableModel {
  /** ORT or ONNX file. */
  readonly modelFile: string;
  readonly vocabularyFile: string;
  /** Compiled dictionary; null for a tokenizer that needs none. */
  readonly dictionaryFile: string | null;
  readonly tokenizer: TokenizerConfig;
  /** Label of each logit, in order. */
  readonly labels: readonly string[];
  /** Longest input, special tokens included. */
  readonly maxTokens: number;
}
