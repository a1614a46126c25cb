/**
 * Published figures, to stand beside a model's own.
 *
 * JGLUE's tasks: the README of yahoojapan/JGLUE at commit 7bbbe02 (version 1.3,
 * March 2025), its table of the dev set; JNLI's figures are those after the
 * correction of its labels in version 1.2. JCoLA: the README of osekilab/JCoLA at
 * commit cddd1a5 (2023), columns `test_acc` and `test_mcc`, in-domain, mean of
 * several runs; its people are `Human (Majority)`.
 */
import type { JglueTask } from "./task.ts";

export interface PublishedModel {
  readonly name: string;
  /** Figures of a task's metrics, in their order; none where none was published. */
  readonly scores: Readonly<Partial<Record<JglueTask, readonly number[]>>>;
}

/** Where the figures come from, as a note beneath a table. */
export const PUBLISHED_SOURCE =
  "Published: dev set, JGLUE's README (yahoojapan/JGLUE 7bbbe02, version 1.3); JCoLA: in-domain test set, its README (osekilab/JCoLA cddd1a5)";

export const PUBLISHED_BASELINES: readonly PublishedModel[] = [
  {
    name: "Human",
    scores: {
      "marc-ja": [0.989],
      jcola: [0.795, 0.437],
      jsts: [0.899, 0.861],
      jnli: [0.925],
      jsquad: [0.871, 0.944],
      jcommonsenseqa: [0.986],
    },
  },
  {
    name: "Tohoku BERT base",
    scores: {
      "marc-ja": [0.958],
      jcola: [0.838, 0.35],
      jsts: [0.909, 0.868],
      jnli: [0.906],
      jsquad: [0.871, 0.941],
      jcommonsenseqa: [0.808],
    },
  },
  {
    name: "Tohoku BERT base (char)",
    scores: {
      "marc-ja": [0.956],
      jcola: [0.815, 0.236],
      jsts: [0.893, 0.851],
      jnli: [0.896],
      jsquad: [0.864, 0.937],
      jcommonsenseqa: [0.718],
    },
  },
  {
    name: "Tohoku BERT large",
    scores: {
      "marc-ja": [0.955],
      jcola: [0.835, 0.346],
      jsts: [0.913, 0.872],
      jnli: [0.905],
      jsquad: [0.88, 0.946],
      jcommonsenseqa: [0.816],
    },
  },
  {
    name: "NICT BERT base",
    scores: {
      "marc-ja": [0.958],
      jcola: [0.841, 0.36],
      jsts: [0.91, 0.871],
      jnli: [0.909],
      jsquad: [0.897, 0.947],
      jcommonsenseqa: [0.823],
    },
  },
  {
    name: "Waseda RoBERTa base",
    scores: {
      "marc-ja": [0.962],
      jcola: [0.855, 0.404],
      jsts: [0.913, 0.873],
      jnli: [0.9],
      jsquad: [0.864, 0.927],
      jcommonsenseqa: [0.84],
    },
  },
  {
    name: "Waseda RoBERTa large (s128)",
    scores: {
      "marc-ja": [0.954],
      jcola: [0.864, 0.461],
      jsts: [0.93, 0.896],
      jnli: [0.931],
      jsquad: [0.884, 0.94],
      jcommonsenseqa: [0.907],
    },
  },
  {
    name: "Waseda RoBERTa large (s512)",
    scores: {
      "marc-ja": [0.961],
      jcola: [0.86, 0.419],
      jsts: [0.926, 0.892],
      jnli: [0.934],
      jsquad: [0.918, 0.963],
      jcommonsenseqa: [0.891],
    },
  },
  {
    name: "XLM RoBERTa base",
    scores: {
      "marc-ja": [0.961],
      jcola: [0.827, 0.172],
      jsts: [0.877, 0.831],
      jnli: [0.898],
      jcommonsenseqa: [0.687],
    },
  },
  {
    name: "XLM RoBERTa large",
    scores: {
      "marc-ja": [0.964],
      jcola: [0.831, 0.214],
      jsts: [0.918, 0.884],
      jnli: [0.924],
      jcommonsenseqa: [0.84],
    },
  },
];
