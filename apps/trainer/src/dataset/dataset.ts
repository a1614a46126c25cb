/** Labelled texts, as the rest of the trainer sees them, whatever file they came from. */

export const SPLITS = ["train", "validation", "test"] as const;
export type Split = (typeof SPLITS)[number];

export interface Example {
  readonly text: string;
  readonly label: string;
  /** File and line or row number, for messages: `pn.tsv:17`. */
  readonly source: string;
}

export interface Dataset {
  /** Label of each class index. */
  readonly labels: readonly string[];
  readonly splits: Readonly<Record<Split, readonly Example[]>>;
  /** Splits that the data did not have and that were taken from `train`. */
  readonly carved: readonly Split[];
}

/** A row as a format reads it; the split is null where the file does not say. */
export interface Row extends Example {
  readonly split: Split | null;
}
