import type {
  CalibrationReport,
  ClassReport,
  ErrorExample,
  Point,
  Slice,
  SplitReport,
} from "../src/report/report.ts";
import { SLICES } from "../src/report/report.ts";
import {
  createRandom,
  pick,
  type Random,
  type SyntheticText,
  writeSyntheticText,
} from "./synthetic-text.ts";

export interface SyntheticSplitOptions {
  readonly split: string;
  readonly labels: readonly string[];
  readonly count: number;
  /** Errors that are shown. */
  readonly shown: number;
  readonly neighbours: number;
  readonly seed: number;
}

/** What a model of about 89 % would give. */
export function makeSyntheticSplit(options: SyntheticSplitOptions): SplitReport {
  const { split, labels, count } = options;
  const random = createRandom(options.seed);
  const confusionMatrix = makeConfusion(labels, count);
  const right = confusionMatrix.reduce((sum, row, gold) => sum + (row[gold] ?? 0), 0);
  const total = confusionMatrix.flat().reduce((sum, cell) => sum + cell, 0);
  const accuracy = right / total;
  return {
    split,
    metrics: {
      dataSha256: "ab".repeat(32),
      count: total,
      accuracy,
      macroF1: accuracy - 0.004,
      matthews: 0.781,
      loss: 0.291,
      expectedCalibrationError: 0.018,
      brier: 0.164,
      confusionMatrix,
    },
    accuracyInterval: [accuracy - 0.011, accuracy + 0.01],
    classes: labels.map((label, index) => makeClass(label, index, confusionMatrix)),
    calibration: { before: makeCalibration(0.09, count), after: makeCalibration(0.018, count) },
    riskCoverage: trace((coverage) => 0.11 * coverage ** 2.4 + 0.004),
    areaUnderRiskCoverage: 0.034,
    answered: { coverage: 0.943, accuracy: 0.921 },
    slices: SLICES.map((name, index) => makeSlice(name, index, count, accuracy)),
    errors: { total: total - right, shown: makeErrors(options, random) },
  };
}

function makeConfusion(labels: readonly string[], count: number): number[][] {
  const each = Math.floor(count / labels.length);
  return labels.map((_, gold) => {
    const wrong = Math.round((each * (0.09 + 0.02 * gold)) / Math.max(1, labels.length - 1));
    return labels.map((_label, predicted) =>
      predicted === gold ? each - wrong * (labels.length - 1) : wrong,
    );
  });
}

function makeClass(label: string, index: number, matrix: readonly number[][]): ClassReport {
  const gold = (matrix[index] ?? []).reduce((sum, cell) => sum + cell, 0);
  const predicted = matrix.reduce((sum, row) => sum + (row[index] ?? 0), 0);
  const right = matrix[index]?.[index] ?? 0;
  const [precision, recall] = [right / predicted, right / gold];
  return {
    label,
    support: gold,
    predicted,
    precision,
    recall,
    f1: (2 * precision * recall) / (precision + recall),
    rocAuc: 0.956 - index * 0.01,
    averagePrecision: 0.951 - index * 0.012,
    roc: trace((x) => x ** (0.08 + index * 0.03)),
    precisionRecall: trace((x) => 1 - 0.5 * x ** (9 - index)),
  };
}

function trace(curve: (x: number) => number): Point[] {
  return Array.from({ length: 200 }, (_, index) => [index / 199, curve(index / 199)]);
}

function makeCalibration(gap: number, count: number): CalibrationReport {
  const bins = Array.from({ length: 8 }, (_, index) => {
    const meanScore = 0.5 + (index + 0.5) / 16;
    return {
      from: 0.5 + index / 16,
      to: 0.5 + (index + 1) / 16,
      count: Math.round((count * (index + 1) ** 2) / 204),
      meanScore,
      accuracy: Math.max(0, meanScore - gap * (1 + Math.sin(index))),
    };
  });
  return {
    expectedCalibrationError: gap,
    brier: 0.16 + gap / 4,
    negativeLogLikelihood: 0.28 + gap,
    bins,
  };
}

function makeSlice(name: Slice["name"], index: number, count: number, accuracy: number): Slice {
  const own = accuracy - 0.04 + 0.012 * ((index * 7) % 9);
  const half = 0.015 + 0.01 * (index % 5);
  return {
    name,
    count: Math.round(count / (2 + index)),
    accuracy: Math.min(1, own),
    accuracyInterval: [own - half, Math.min(1, own + half)],
    macroF1: own - 0.01,
    accuracyOfOthers: accuracy,
  };
}

function makeErrors(options: SyntheticSplitOptions, random: Random): ErrorExample[] {
  return Array.from({ length: options.shown }, (_, index) => makeError(index, options, random));
}

/** As many as the analysis weighs the words of, when it is not told another number. */
const EXPLAINED = 100;

function weigh(word: SyntheticText["words"][number], random: Random) {
  return { ...word, weight: (random() - 0.4) * 0.6 };
}

function makeError(index: number, options: SyntheticSplitOptions, random: Random): ErrorExample {
  const { labels, split } = options;
  const { text, words } = writeSyntheticText(random);
  const gold = pick(random, labels);
  const score = 0.995 - (0.45 * index) / options.shown;
  return {
    row: 1 + Math.floor(random() * options.count),
    source: `reviews-${split}.csv:${index + 2}`,
    text,
    gold,
    predicted: pick(
      random,
      labels.filter((label) => label !== gold),
    ),
    score,
    goldScore: 1 - score,
    tokens: 8 + words.length * 2,
    truncated: index % 40 === 7,
    influences: index < EXPLAINED ? words.map((word) => weigh(word, random)) : null,
    neighbours: Array.from({ length: options.neighbours }, (_, place) => ({
      source: `reviews-train.csv:${100 + place}`,
      text: writeSyntheticText(random).text,
      label: pick(random, labels),
      similarity: 0.9 - place * 0.13,
    })),
    isLikelyLabelNoise: index % 9 === 2,
    slices: SLICES.filter(() => random() < 0.25),
  };
}
