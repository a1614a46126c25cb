/** Data as the rest of the trainer sees it, whatever file it came from. */

export const SPLITS = ["train", "validation", "test"] as const;
export type Split = (typeof SPLITS)[number];

/** File and line or row number, for messages: `pn.tsv:17`. */
interface Sourced {
  readonly source: string;
}

/** A text, or a pair of texts, with its class. */
export interface Example extends Sourced {
  readonly text: string;
  /** Second text, where the task is about two. */
  readonly pair?: string;
  readonly label: string;
  /** Author, thread or the like: one group should not be in two splits. */
  readonly group?: string;
}

/** Two texts and a number, such as how alike they are. */
export interface RegressionExample extends Sourced {
  readonly text: string;
  readonly pair: string;
  readonly target: number;
}

/** A question with several answers, of which one is right. */
export interface MultipleChoiceExample extends Sourced {
  readonly text: string;
  readonly choices: readonly string[];
  /** Index into `choices`. */
  readonly answer: number;
}

/** A question whose answer stands in a context. */
export interface SpanExample extends Sourced {
  readonly id: string;
  readonly text: string;
  readonly context: string;
  /** All that count as right; `start` is a UTF-16 offset into the context. */
  readonly answers: readonly { readonly text: string; readonly start: number }[];
}

interface Splits<Task extends string, Each> {
  readonly task: Task;
  readonly splits: Readonly<Record<Split, readonly Each[]>>;
  /** Splits that the data did not have and that were taken from `train`. */
  readonly carved: readonly Split[];
}

export interface ClassificationDataset extends Splits<"classification", Example> {
  /** Label of each class index. */
  readonly labels: readonly string[];
}
export type RegressionDataset = Splits<"regression", RegressionExample>;
export interface MultipleChoiceDataset extends Splits<"multiple-choice", MultipleChoiceExample> {
  /** The number of choices of every question. */
  readonly choices: number;
}
export interface SpanDataset extends Splits<"span", SpanExample> {
  /** Tokens that neighbouring windows of a long context share. */
  readonly stride: number;
}

/** A benchmark's `test` split may be empty; a classification of single texts has all three. */
export type Dataset =
  | ClassificationDataset
  | RegressionDataset
  | MultipleChoiceDataset
  | SpanDataset;

/** A row as a format reads it; the split is null where the file does not say. */
export interface Row extends Example {
  readonly split: Split | null;
}
