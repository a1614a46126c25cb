/** JGLUE's tasks, in the order of its README's table, and what each one is measured by. */

export interface Metric {
  /** Key of the score: a fraction or a correlation. */
  readonly key: MetricKey;
  /** As JGLUE's table heads it. */
  readonly heading: string;
}

export const METRIC_KEYS = [
  "accuracy",
  "matthews",
  "pearson",
  "spearman",
  "exact_match",
  "f1",
] as const;
type MetricKey = (typeof METRIC_KEYS)[number];

/** Scores of one trained model on one task. */
export type Scores = Readonly<Partial<Record<MetricKey, number>>>;

const ACCURACY: Metric = { key: "accuracy", heading: "acc" };

/** Recipe name of each task to its heading and its metrics. */
export const JGLUE_TASKS = {
  "marc-ja": { title: "MARC-ja", metrics: [ACCURACY] },
  jcola: { title: "JCoLA", metrics: [ACCURACY, { key: "matthews", heading: "MCC" }] },
  jsts: {
    title: "JSTS",
    metrics: [
      { key: "pearson", heading: "Pearson" },
      { key: "spearman", heading: "Spearman" },
    ],
  },
  jnli: { title: "JNLI", metrics: [ACCURACY] },
  jsquad: {
    title: "JSQuAD",
    metrics: [
      { key: "exact_match", heading: "EM" },
      { key: "f1", heading: "F1" },
    ],
  },
  jcommonsenseqa: { title: "JCommonsenseQA", metrics: [ACCURACY] },
} as const satisfies Record<string, { title: string; metrics: readonly Metric[] }>;

export type JglueTask = keyof typeof JGLUE_TASKS;

export const JGLUE_TASK_NAMES = [
  "marc-ja",
  "jcola",
  "jsts",
  "jnli",
  "jsquad",
  "jcommonsenseqa",
] as const satisfies readonly JglueTask[];
