import type { CompareReport } from "../src/report/compare-report.ts";
import type {
  ComparisonReport,
  Performance,
  Report,
  ReportedModel,
  Shortcut,
  SplitData,
  SplitReport,
  TrainingReport,
} from "../src/report/report.ts";
import { makeSyntheticSplit } from "./synthetic-split.ts";
import { createRandom, pick, writeSyntheticText } from "./synthetic-text.ts";

export interface SyntheticReportOptions {
  readonly labels?: readonly string[];
  /** Texts of the test split. */
  readonly count?: number;
  /** Errors shown of the test split. */
  readonly shown?: number;
  /** Errors shown of the validation split. */
  readonly shownOfValidation?: number;
  readonly neighbours?: number;
  /** Texts that another version gave another label. */
  readonly changed?: number;
}

const DIGEST = "0123456789abcdef".repeat(4);

/** A report as a training of the made-up data would give it, every part present. */
export function makeSyntheticReport(options: SyntheticReportOptions = {}): Report {
  const { labels = ["negative", "positive"], count = 833, shown = 40, neighbours = 3 } = options;
  const { shownOfValidation = Math.min(shown, 12), changed = 36 } = options;
  const shared = { labels, neighbours };
  const test = makeSyntheticSplit({ ...shared, split: "test", count, shown, seed: 7 });
  return {
    schemaVersion: 1,
    generatedAt: "2026-11-24T05:04:49.000Z",
    model: makeSyntheticModel(labels),
    splits: [
      makeSyntheticSplit({
        ...shared,
        split: "validation",
        count,
        shown: shownOfValidation,
        seed: 3,
      }),
      test,
    ],
    data: ["train", "validation", "test"].map((split, index) =>
      makeData(split, labels, index === 0 ? count * 8 : count),
    ),
    training: makeTraining(),
    shortcuts: makeShortcuts(labels),
    performance: makeSyntheticPerformance(),
    comparison: makeSyntheticComparison(test, labels, changed),
  };
}

function makeSyntheticModel(
  labels: readonly string[],
  version = "reviews-20261124-041041",
): ReportedModel {
  return {
    name: "sentiment",
    version,
    createdAt: "2026-11-24T04:10:41.000Z",
    baseModel: "tohoku-nlp/bert-base-japanese-v3",
    labels: [...labels],
    maxTokens: 128,
    files: ["model.ort", "onnx/model_quantized.onnx", "vocab.txt", "dictionary.kjd"].map(
      (path, index) => ({ path, bytes: 1_400_000 * (index + 1), sha256: DIGEST }),
    ),
    calibration: {
      temperature: 1.37,
      thresholds: labels.flatMap((label, index) => [
        { label, falseAlarmRate: 0.01, score: index === 0 ? 0.967 : null },
        { label, falseAlarmRate: 0.05, score: 0.812 },
      ]),
      abstain: { below: 0.612, coverage: 0.95, accuracy: 0.917 },
    },
    compression: {
      weights: "int8",
      agreement: 0.9964,
      floatAccuracy: 0.9004,
      vocabulary: { kept: 7_412, of: 32_768 },
    },
    provenance: {
      recipe: {
        name: "reviews",
        training: { epochs: 6, learning_rate: 0.0005 },
        labels: [...labels],
      },
      dataSha256: DIGEST,
      gitCommit: "1b2c3d4e5f60718293a4b5c6d7e8f90112233445-dirty",
      libraries: { python: "3.12.3", torch: "2.11.0", "onnxruntime-web": "1.30.0" },
    },
  };
}

function makeSyntheticPerformance(): Performance {
  return {
    modelBytes: 1_412_336,
    heapAfterLoad: 16_777_216,
    heapAfterLongest: 18_874_368,
    latency: [8, 32, 128].map((tokens) => ({ tokens, medianMs: tokens / 20, p95Ms: tokens / 14 })),
    processor: "Intel(R) Xeon(R) Processor",
  };
}

/** With an older version, every change that both may have made. */
function makeSyntheticComparison(
  split: SplitReport,
  labels: readonly string[],
  changed: number,
): ComparisonReport {
  const random = createRandom(11);
  const { metrics } = split;
  const other = {
    ...metrics,
    accuracy: metrics.accuracy - 0.014,
    macroF1: metrics.macroF1 - 0.013,
  };
  return {
    split: split.split,
    other: { name: "sentiment", version: "reviews-20261101-093000", metrics: other },
    summary: {
      version: "reviews-20261101-093000",
      manifestSha256: DIGEST,
      accuracy: other.accuracy,
      macroF1: other.macroF1,
      agreement: 0.957,
      mcnemarP: 0.0413,
    },
    onlyThisRight: 24,
    onlyOtherRight: 12,
    changed: Array.from({ length: changed }, (_, index) => {
      const before = pick(random, labels);
      return {
        row: index * 9 + 4,
        source: `reviews-test.csv:${index * 9 + 5}`,
        text: writeSyntheticText(random).text,
        gold: pick(random, labels),
        before,
        after: pick(
          random,
          labels.filter((label) => label !== before),
        ),
        scoreBefore: 0.5 + random() / 2,
        scoreAfter: 0.5 + random() / 2,
      };
    }),
  };
}

function makeData(split: string, labels: readonly string[], count: number): SplitData {
  const random = createRandom(count);
  const share = Math.floor(count / labels.length);
  const bins = Array.from({ length: 30 }, (_, index) => ({
    from: index * 5,
    to: index * 5 + 5,
    count: Math.round(count * 0.19 * Math.exp(-((index - 5) ** 2) / 12) + (index > 15 ? 2 : 0)),
  }));
  const makeExample = (tokens: number) => ({
    source: `reviews-${split}.csv:${tokens}`,
    text: writeSyntheticText(random).text.repeat(Math.ceil(tokens / 60)),
    label: pick(random, labels),
    tokens,
  });
  return {
    split,
    count,
    labels: labels.map((label, index) => ({
      label,
      count: index === 0 ? count - share * (labels.length - 1) : share,
    })),
    lengths: { bins },
    medianLength: 27,
    p95Length: 71,
    truncated: Math.round(count * 0.014),
    shortest: [3, 4, 4].map(makeExample),
    longest: [147, 139, 131].map(makeExample),
  };
}

function makeTraining(): TrainingReport {
  return {
    loss: Array.from({ length: 300 }, (_, index) => [
      index * 4,
      0.18 + 0.55 * Math.exp(-index / 60) + 0.03 * Math.sin(index * 1.7),
    ]),
    epochs: [0.71, 0.79, 0.86, 0.883, 0.889, 0.887].map((accuracy, index) => ({
      epoch: index + 1,
      trainLoss: 0.62 / (index + 1) + 0.1,
      validationLoss: 0.5 / (index + 1) + 0.21 + index * 0.012,
      scores: { accuracy, macro_f1: accuracy - 0.012 },
    })),
    bestEpoch: 5,
    seconds: 108.4,
    hardware: "NVIDIA H100 80GB HBM3",
    baselineAccuracy: 0.879,
  };
}

function makeShortcuts(labels: readonly string[]): Shortcut[] {
  const [from = "", to = ""] = labels;
  return [
    {
      phrase: "星4つ",
      change: "removal",
      from: to,
      to: from,
      count: 64,
      flips: 41,
      flipRate: 41 / 64,
      expectedFlipRate: 0.021,
      examples: [
        {
          source: "reviews-test.csv:17",
          before: "電池の持ちは思ったほどではないが、星4つ。",
          after: "電池の持ちは思ったほどではないが、。",
          scoreBefore: 0.981,
          scoreAfter: 0.064,
        },
      ],
    },
    {
      phrase: "また来ます",
      change: "insertion",
      from,
      to,
      count: 120,
      flips: 33,
      flipRate: 33 / 120,
      expectedFlipRate: 0.034,
      examples: [],
    },
  ];
}

/** Two versions of the made-up model on the same texts. */
export function makeCompareReport(
  labels: readonly string[] = ["negative", "positive"],
): CompareReport {
  const shared = { labels, count: 833, shown: 0, neighbours: 0, split: "test" };
  const [a, b] = [
    makeSyntheticSplit({ ...shared, seed: 3 }),
    makeSyntheticSplit({ ...shared, seed: 7 }),
  ];
  const performance = makeSyntheticPerformance();
  return {
    schemaVersion: 1,
    generatedAt: "2026-11-24T05:04:49.000Z",
    a: { model: makeSyntheticModel(labels, "reviews-20261101-093000"), split: a, performance },
    b: { model: makeSyntheticModel(labels), split: b, performance },
    comparison: makeSyntheticComparison(b, labels, 36),
  };
}
