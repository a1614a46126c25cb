/**
 * What `report.json` holds and the page and the model card show. Every figure
 * comes from the bytes that are published, run in onnxruntime-web. Fractions are
 * 0 to 1, times in milliseconds, sizes in bytes, places in a text in UTF-16 units.
 */
import type { ArtifactFile, Manifest, SplitMetrics } from "@kanjo/shared/manifest";
import type { Comparison } from "@kanjo/shared/manifest/gates";

export interface Report {
  readonly schemaVersion: 1;
  /** ISO 8601, UTC. */
  readonly generatedAt: string;
  readonly model: ReportedModel;
  /** What was evaluated, the most telling split last: validation, test; or one of another name. */
  readonly splits: readonly SplitReport[];
  /** The training's data, also the train split; empty where they are not at hand. */
  readonly data: readonly SplitData[];
  /** Null for a model without its run folder. */
  readonly training: TrainingReport | null;
  /** Found on the last of `splits`. */
  readonly shortcuts: readonly Shortcut[];
  readonly performance: Performance | null;
  /** With another version, on the last of `splits`. */
  readonly comparison: ComparisonReport | null;
}

export interface ReportedModel {
  readonly name: string;
  readonly version: string;
  readonly createdAt: string;
  /** Hub id of the pretrained weights; null for a model from scratch. */
  readonly baseModel: string | null;
  readonly labels: readonly string[];
  readonly maxTokens: number;
  readonly files: readonly ArtifactFile[];
  readonly calibration: Manifest["calibration"];
  readonly compression: Manifest["compression"];
  readonly provenance: Manifest["provenance"];
}

/** Low and high end of a 95 % interval. */
export type Interval = readonly [low: number, high: number];

export type Point = readonly [x: number, y: number];

export interface SplitReport {
  readonly split: string;
  readonly metrics: SplitMetrics;
  /** Wilson score interval. */
  readonly accuracyInterval: Interval;
  readonly classes: readonly ClassReport[];
  readonly calibration: {
    /** With the temperature taken out of the scores again. */
    readonly before: CalibrationReport;
    readonly after: CalibrationReport;
  };
  /** Share of texts answered, the surest first, to the share of those that are wrong; at most 200 points. */
  readonly riskCoverage: readonly Point[];
  readonly areaUnderRiskCoverage: number;
  /** Outside the model's abstain band; null where it has none. */
  readonly answered: AnsweredReport | null;
  readonly slices: readonly Slice[];
  readonly errors: ErrorReport;
}

export interface AnsweredReport {
  /** Share of the split's texts. */
  readonly coverage: number;
  /** Null where no text is answered. */
  readonly accuracy: number | null;
}

export interface ClassReport {
  readonly label: string;
  /** Texts with this gold label. */
  readonly support: number;
  /** Texts that were given this label. */
  readonly predicted: number;
  /** 0 where nothing was predicted, as in scikit-learn. */
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** Of this label against all others; null where there are none of one side. */
  readonly rocAuc: number | null;
  readonly averagePrecision: number | null;
  /** False-positive rate to true-positive rate; at most 200 points. */
  readonly roc: readonly Point[];
  /** Recall to precision; at most 200 points. */
  readonly precisionRecall: readonly Point[];
}

export interface CalibrationReport {
  readonly expectedCalibrationError: number;
  readonly brier: number;
  /** Nats. */
  readonly negativeLogLikelihood: number;
  /** Of the predicted label's score; those without texts are left out. */
  readonly bins: readonly ReliabilityBin[];
}

export interface ReliabilityBin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly meanScore: number;
  readonly accuracy: number;
}

/** What a slice has in common. Lengths are thirds of the split by tokens. */
export const SLICES = [
  "length-short",
  "length-middle",
  "length-long",
  "truncated",
  "negation",
  "emoji",
  "url",
  "laughter",
  "question",
  "mixed-scripts",
] as const;
export type SliceName = (typeof SLICES)[number];

export interface Slice {
  readonly name: SliceName;
  readonly count: number;
  readonly accuracy: number;
  readonly accuracyInterval: Interval;
  readonly macroF1: number;
  /** Accuracy of the split's other texts; null where there are none. */
  readonly accuracyOfOthers: number | null;
}

export interface ErrorReport {
  readonly total: number;
  /** Sorted by the predicted label's score, the surest first. */
  readonly shown: readonly ErrorExample[];
}

export interface ErrorExample {
  /** Of the split, from 1. */
  readonly row: number;
  /** File and line. */
  readonly source: string;
  readonly text: string;
  readonly gold: string;
  readonly predicted: string;
  readonly score: number;
  readonly goldScore: number;
  readonly tokens: number;
  readonly truncated: boolean;
  /** Words by their influence on the predicted label's score; null where that was not worked out. */
  readonly influences: readonly Influence[] | null;
  /** Nearest texts of the train split; empty without one. */
  readonly neighbours: readonly Neighbour[];
  /** The neighbours speak for the predicted label: the gold label may be wrong. */
  readonly isLikelyLabelNoise: boolean;
  /** Slices that the text is in, for the page's filter. */
  readonly slices?: readonly SliceName[];
}

export interface Influence {
  readonly start: number;
  readonly end: number;
  /** How much the score falls when the word is taken out; negative where it rises. */
  readonly weight: number;
}

export interface Neighbour {
  readonly source: string;
  readonly text: string;
  readonly label: string;
  /** Cosine of the texts' character n-gram TF-IDF vectors. */
  readonly similarity: number;
}

export interface SplitData {
  readonly split: string;
  readonly count: number;
  readonly labels: readonly { readonly label: string; readonly count: number }[];
  /** Tokens a text before it is cut, special ones included. */
  readonly lengths: Histogram;
  readonly medianLength: number;
  /** 95 of 100 texts have at most so many. */
  readonly p95Length: number;
  readonly truncated: number;
  /** Three each. */
  readonly shortest: readonly LengthExample[];
  readonly longest: readonly LengthExample[];
}

export interface Histogram {
  readonly bins: readonly { readonly from: number; readonly to: number; readonly count: number }[];
}

export interface LengthExample {
  readonly source: string;
  readonly text: string;
  readonly label: string;
  readonly tokens: number;
}

export interface TrainingReport {
  /** One a step, thinned to at most 300 points. */
  readonly loss: readonly Point[];
  /** After each epoch of the training on labels. */
  readonly epochs: readonly {
    readonly epoch: number;
    readonly trainLoss: number;
    readonly validationLoss: number | null;
    readonly scores: Readonly<Record<string, number>>;
  }[];
  readonly bestEpoch: number;
  readonly seconds: number;
  readonly hardware: string | null;
  /** Accuracy of character n-grams and logistic regression on the test split. */
  readonly baselineAccuracy: number | null;
}

/** A phrase that decides more than it should: taken out of texts, or put into them, it flips the prediction. */
export interface Shortcut {
  readonly phrase: string;
  readonly change: "removal" | "insertion";
  /** Predicted before, and after where it flips. */
  readonly from: string;
  readonly to: string;
  /** Texts that were changed. */
  readonly count: number;
  readonly flips: number;
  readonly flipRate: number;
  /** How often a change of the same kind with an ordinary phrase flips a prediction. */
  readonly expectedFlipRate: number;
  readonly examples: readonly ShortcutExample[];
}

export interface ShortcutExample {
  readonly source: string;
  readonly before: string;
  readonly after: string;
  /** Score of `from` before and after. */
  readonly scoreBefore: number;
  readonly scoreAfter: number;
}

export interface Performance {
  /** Of the ORT file. */
  readonly modelBytes: number;
  /** WebAssembly memory of onnxruntime in Node, after loading and after the longest input. */
  readonly heapAfterLoad: number;
  readonly heapAfterLongest: number;
  readonly latency: readonly {
    readonly tokens: number;
    readonly medianMs: number;
    readonly p95Ms: number;
  }[];
  readonly processor: string;
}

export interface ComparisonReport {
  readonly split: string;
  /** The other version's name and figures. */
  readonly other: {
    readonly name: string;
    readonly version: string;
    readonly metrics: SplitMetrics;
  };
  readonly summary: Comparison;
  /** Texts that only this version, or only the other, gets right. */
  readonly onlyThisRight: number;
  readonly onlyOtherRight: number;
  /** Every text whose label changed, in the split's order. */
  readonly changed: readonly {
    readonly row: number;
    readonly source: string;
    readonly text: string;
    readonly gold: string;
    readonly before: string;
    readonly after: string;
    readonly scoreBefore: number;
    readonly scoreAfter: number;
  }[];
}
