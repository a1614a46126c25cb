import type { Example } from "../dataset/dataset.ts";

/** Labelled texts that a model is evaluated on, in the order of their rows. */
export interface EvaluatedSplit {
  readonly split: string;
  readonly examples: readonly Example[];
}

/** What there is to evaluate a model on, and what it may have learned from. */
export interface EvaluationData {
  /** At least one, none of them empty; the most telling last. */
  readonly splits: readonly EvaluatedSplit[];
  /** Empty where the data have no such split. */
  readonly train: readonly Example[];
}
