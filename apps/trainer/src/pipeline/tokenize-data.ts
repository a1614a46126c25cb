import { join } from "node:path";

import type { Tokenizer } from "@kanjo/shared/tokenizer";

import { type Dataset, SPLITS, type Split } from "../dataset/dataset.ts";
import { type TokenizedSplit, tokenizeSplit } from "../tokenization/tokenize-split.ts";
import { writeArrow } from "../tokenization/write-arrow.ts";
import type { TrainingContext } from "./context.ts";
import { type PreparedTokenizer, prepareTokenizer } from "./prepare-tokenizer.ts";

export interface TokenizedData extends PreparedTokenizer {
  /** Arrow file of each split. */
  readonly files: Readonly<Record<Split, string>>;
}

/** Builds the vocabulary from the train split and writes every split as Arrow. */
export async function tokenizeData(
  dataset: Dataset,
  context: TrainingContext,
): Promise<TokenizedData> {
  const { recipe, run, reporter } = context;
  const texts = dataset.splits.train.map((example) => example.text);
  const prepared = await prepareTokenizer(texts, context);
  const { tokenizer } = prepared;

  const files = { train: "", validation: "", test: "" };
  const splits: TokenizedSplit[] = [];
  for (const split of SPLITS) {
    const tokenized = tokenizeSplit(
      dataset.splits[split],
      dataset.labels,
      tokenizer,
      recipe.tokenizer.max_tokens,
    );
    files[split] = join(run.dataDir, `${split}.arrow`);
    await writeArrow(files[split], tokenized);
    splits.push(tokenized);
  }
  reporter.line("tokenize", describeTokens(tokenizer, splits, recipe.tokenizer.max_tokens));
  return { ...prepared, files };
}

function describeTokens(
  tokenizer: Tokenizer,
  splits: readonly TokenizedSplit[],
  maxTokens: number,
): string {
  const lengths = splits.flatMap((split) => split.inputIds.map((ids) => ids.length));
  const mean = lengths.reduce((total, length) => total + length, 0) / lengths.length;
  const longest = lengths.reduce((most, length) => Math.max(most, length), 0);
  const truncated = splits.reduce((total, split) => total + split.truncated, 0);
  return `vocabulary ${tokenizer.vocabularySize} · mean ${mean.toFixed(1)} tokens, longest ${longest}, ${truncated} cut at ${maxTokens}`;
}
