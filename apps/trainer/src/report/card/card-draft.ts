import type { Manifest } from "@kanjo/shared/manifest";

/** What the card tells of a manifest; the card is one of the release's files, so those are not in it. */
export type CardDraft = Pick<
  Manifest,
  | "name"
  | "version"
  | "createdAt"
  | "baseModel"
  | "labels"
  | "tokenizer"
  | "maxTokens"
  | "calibration"
  | "compression"
  | "metrics"
  | "comparison"
  | "provenance"
>;

/** What only the people who made the model know. */
export interface CardFacts {
  /** SPDX id, or one of the Hub's; left out where nobody has said. */
  readonly license?: string;
  /** Accuracy of character n-grams and logistic regression on the test split. */
  readonly baselineAccuracy?: number;
}
