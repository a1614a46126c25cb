import { describe, expect, test } from "vitest";

import { BRACKETS, makeConfig } from "../../test/fixtures/small-tokenizer.ts";
import { entrypointFile, type Manifest, parseManifest } from "./manifest.ts";

const DIGEST = "0123456789abcdef".repeat(4);
const METRICS = {
  dataSha256: DIGEST,
  count: 4,
  accuracy: 0.75,
  macroF1: 0.7,
  matthews: 0.58,
  loss: 0.5,
  expectedCalibrationError: 0.1,
  brier: 0.3,
  confusionMatrix: [
    [2, 0],
    [1, 1],
  ],
};

const CALIBRATION = {
  temperature: 1.5,
  thresholds: [{ label: "negative", falseAlarmRate: 0.01, score: 0.97 }],
  abstain: { below: 0.6, coverage: 0.95, accuracy: 0.9 },
};

const GOLDEN = { text: "良い", tokens: 3, scores: { negative: 0.1, positive: 0.9 } };

const MANIFEST: Manifest = {
  schemaVersion: 2,
  name: "reviews",
  version: "20261123-120000",
  createdAt: "2026-11-23T12:00:00Z",
  baseModel: null,
  labels: ["negative", "positive"],
  tokenizer: makeConfig(BRACKETS),
  maxTokens: 128,
  files: ["model.ort", "model.onnx", "vocab.txt"].map((path) => ({
    path,
    bytes: 1,
    sha256: DIGEST,
  })),
  entrypoints: { model: "model.ort", master: "model.onnx", vocabulary: "vocab.txt" },
  inputs: [{ name: "input_ids", type: "int64", shape: ["batch", "sequence"] }],
  outputs: [{ name: "logits", type: "float32", shape: ["batch", 2] }],
  calibration: CALIBRATION,
  compression: { weights: "int8", agreement: 0.99, floatAccuracy: 0.76, vocabulary: null },
  metrics: { test: METRICS },
  goldenTexts: [GOLDEN],
  gates: { minAccuracy: 0.7, minMacroF1: null, maxCalibrationError: null, margin: 0.01 },
  comparison: {
    version: "20261122-120000",
    manifestSha256: DIGEST,
    accuracy: 0.7,
    macroF1: 0.7,
    agreement: 0.9,
    mcnemarP: 0.5,
  },
  provenance: {
    recipe: { epochs: 3, name: "quickstart" },
    dataSha256: DIGEST,
    gitCommit: null,
    libraries: { python: "3.11.2" },
  },
};

const WORDS = { ...MANIFEST.tokenizer, subwordTokenizer: "wordpiece", mecabDic: "ipadic" } as const;

const WITH_DICTIONARY: Manifest = {
  ...MANIFEST,
  tokenizer: WORDS,
  files: [...MANIFEST.files, { path: "dictionary.kjd", bytes: 1, sha256: DIGEST }],
  entrypoints: { ...MANIFEST.entrypoints, dictionary: "dictionary.kjd" },
};

const FORCED: Manifest = {
  ...MANIFEST,
  forced: { channel: "production", at: "2026-11-23T12:00:00Z", failures: ["accuracy is 0.6"] },
};

test.each([
  ["with characters", MANIFEST],
  ["with words and a dictionary", WITH_DICTIONARY],
  ["of a forced promotion", FORCED],
])("a manifest %s comes back from its JSON as it was", (_, manifest) => {
  expect(parseManifest(JSON.stringify(manifest))).toEqual(manifest);
});

describe("a field that nobody knows is refused", () => {
  test.each<[string, object]>([
    ["at the top", { ...MANIFEST, colour: 1 }],
    ["in a file", { ...MANIFEST, files: MANIFEST.files.map((file) => ({ ...file, colour: 1 })) }],
    ["in the tokenizer", { ...MANIFEST, tokenizer: { ...MANIFEST.tokenizer, colour: 1 } }],
    [
      "in the special tokens",
      {
        ...MANIFEST,
        tokenizer: { ...MANIFEST.tokenizer, specialTokens: { ...BRACKETS, colour: "" } },
      },
    ],
    ["in the entry points", { ...MANIFEST, entrypoints: { ...MANIFEST.entrypoints, colour: "x" } }],
    [
      "in an input",
      { ...MANIFEST, inputs: MANIFEST.inputs.map((input) => ({ ...input, colour: 1 })) },
    ],
    ["in the calibration", { ...MANIFEST, calibration: { ...CALIBRATION, colour: 1 } }],
    ["in the metrics", { ...MANIFEST, metrics: { test: { ...METRICS, colour: 1 } } }],
    ["in a golden text", { ...MANIFEST, goldenTexts: [{ ...GOLDEN, colour: 1 }] }],
    ["in the gates", { ...MANIFEST, gates: { ...MANIFEST.gates, colour: 1 } }],
    ["in the provenance", { ...MANIFEST, provenance: { ...MANIFEST.provenance, colour: 1 } }],
  ])("%s", (_name, manifest) => {
    expect(() => parseManifest(JSON.stringify(manifest))).toThrow(
      expect.objectContaining({
        code: "manifest-invalid",
        message: expect.stringContaining("colour"),
      }),
    );
  });
});

describe("every field is needed", () => {
  test.each(Object.keys(MANIFEST).filter((field) => field !== "schemaVersion"))("%s", (field) => {
    const { [field]: _left, ...rest } = { ...MANIFEST } as Record<string, unknown>;
    expect(() => parseManifest(JSON.stringify(rest))).toThrow(
      expect.objectContaining({
        code: "manifest-invalid",
        message: expect.stringContaining(`${field}:`),
      }),
    );
  });
});

describe("a value that does not fit is refused with its path", () => {
  test.each<[string, object]>([
    ["name", { name: "../secrets" }],
    ["version", { version: "" }],
    ["createdAt", { createdAt: "yesterday" }],
    ["labels", { labels: ["positive"] }],
    ["labels: labels must be unique", { labels: ["positive", "positive"] }],
    ["maxTokens", { maxTokens: 513 }],
    ["files: paths must be unique", { files: [...MANIFEST.files, ...MANIFEST.files] }],
    [
      "files.0.path: expected a relative path",
      { files: [{ path: "../model.ort", bytes: 1, sha256: DIGEST }] },
    ],
    ["files.0.path", { files: [{ path: "/model.ort", bytes: 1, sha256: DIGEST }] }],
    ["files.0.sha256", { files: [{ path: "model.ort", bytes: 1, sha256: "abc" }] }],
    [
      "entrypoints.model: other.ort is not among the files",
      { entrypoints: { ...MANIFEST.entrypoints, model: "other.ort" } },
    ],
    [
      "entrypoints.dictionary: is given, tokenizer.mecabDic is null",
      { entrypoints: { ...MANIFEST.entrypoints, dictionary: "vocab.txt" } },
    ],
    ['entrypoints.dictionary: is missing, tokenizer.mecabDic is "ipadic"', { tokenizer: WORDS }],
    [
      "entrypoints.dictionary: words.kjd is not among the files",
      {
        tokenizer: WORDS,
        entrypoints: { ...MANIFEST.entrypoints, dictionary: "words.kjd" },
      },
    ],
    [
      "entrypoints.vocabulary: words.txt is not among the files",
      { entrypoints: { ...MANIFEST.entrypoints, vocabulary: "words.txt" } },
    ],
    ["tokenizer", { tokenizer: { ...MANIFEST.tokenizer, kind: "sentencepiece" } }],
    ["calibration.temperature", { calibration: { ...CALIBRATION, temperature: 0 } }],
    ["goldenTexts", { goldenTexts: [] }],
    ["metrics.test.accuracy", { metrics: { test: { ...METRICS, accuracy: 75 } } }],
  ])("%s", (path, fields) => {
    expect(() => parseManifest(JSON.stringify({ ...MANIFEST, ...fields }))).toThrow(
      expect.objectContaining({
        code: "manifest-invalid",
        message: expect.stringContaining(`manifest.json: ${path}`),
      }),
    );
  });
});

describe("the schema version is looked at before the rest", () => {
  test.each<[string, unknown, string]>([
    [
      "a newer one, and nothing else as it should be",
      { schemaVersion: 3, files: "elsewhere" },
      "is 3,",
    ],
    ["an older one", { ...MANIFEST, schemaVersion: 1 }, "is 1,"],
    ["a text", { ...MANIFEST, schemaVersion: "2" }, 'is "2",'],
    ["none", {}, "is missing,"],
    ["no object", [], "is missing,"],
    ["nothing", null, "is missing,"],
  ])("%s", (_name, json, message) => {
    expect(() => parseManifest(JSON.stringify(json))).toThrow(
      expect.objectContaining({
        code: "manifest-schema-unsupported",
        message: expect.stringContaining(`schemaVersion ${message} only 2 is supported`),
      }),
    );
  });
});

test("text that is not JSON is refused", () => {
  expect(() => parseManifest("{")).toThrow(expect.objectContaining({ code: "manifest-invalid" }));
});

test("an entry point leads to its file", () => {
  expect(entrypointFile(MANIFEST, "vocabulary").path).toBe("vocab.txt");
  expect(entrypointFile(WITH_DICTIONARY, "dictionary").path).toBe("dictionary.kjd");
  expect(() => entrypointFile(MANIFEST, "dictionary")).toThrow(
    /entrypoints\.dictionary: is missing/,
  );
  expect(() => entrypointFile({ ...MANIFEST, files: [] }, "vocabulary")).toThrow(
    expect.objectContaining({ code: "manifest-invalid" }),
  );
});
