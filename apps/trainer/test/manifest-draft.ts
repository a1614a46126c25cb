import type { ManifestDraft } from "../src/release/write-release.ts";
import { makeTokenizerConfig } from "../src/tokenization/tokenizer-config.ts";

/** What a manifest says besides its files, of a model that was never trained. */
export function makeManifestDraft(changes: Partial<ManifestDraft> = {}): ManifestDraft {
  return {
    name: "sentiment",
    version: "v1",
    createdAt: "2026-11-23T00:00:00Z",
    baseModel: null,
    labels: ["positive", "negative"],
    tokenizer: makeTokenizerConfig({
      kind: "bert-japanese",
      subword: "character",
      min_frequency: 1,
      max_tokens: 128,
    }),
    maxTokens: 128,
    inputs: [{ name: "input_ids", type: "int64", shape: ["batch", "sequence"] }],
    outputs: [{ name: "logits", type: "float32", shape: ["batch", 2] }],
    calibration: { temperature: 1, thresholds: [], abstain: null },
    compression: { weights: "int8", agreement: 1, floatAccuracy: 0.9, vocabulary: null },
    metrics: {},
    goldenTexts: [{ text: "良い", tokens: 4, scores: { positive: 0.9, negative: 0.1 } }],
    gates: { minAccuracy: null, minMacroF1: null, maxCalibrationError: null, margin: 0.01 },
    comparison: null,
    provenance: { recipe: {}, dataSha256: "0".repeat(64), gitCommit: null, libraries: {} },
    ...changes,
  };
}
