import type { ClassifiedText, ModelInput } from "@kanjo/shared/classifier";
import type { Manifest } from "@kanjo/shared/manifest";
import type { Tokenizer } from "@kanjo/shared/tokenizer";

/** A release in memory, ready to answer. */
export interface Model {
  readonly name: string;
  readonly version: string;
  readonly manifestSha256: string;
  readonly manifest: Manifest;
  readonly tokenizer: Tokenizer;
  /**
   * Exactly as the trainer evaluates.
   * @throws KanjoError `text-malformed`, `memory-exhausted`, `model-restarting`
   */
  classify(text: string): Promise<ClassifiedText>;
  /**
   * For windows of a long text and for texts with a word left out. At most `manifest.maxTokens` ids, no padding.
   * @throws KanjoError `memory-exhausted`, `model-restarting`
   */
  classifyEncoding(encoding: ModelInput): Promise<ClassifiedText>;
  /** Whether onnxruntime has trapped: every question fails with `model-restarting` from then on. */
  isBroken(): boolean;
  /** Gives its memory back; it must not be asked again. */
  release(): Promise<void>;
}
