import { describe, expect, test } from "vitest";

import { MAX_HEAP_BYTES } from "../runtime/wasm-heap.ts";
import { estimateModel, fitsBeside, MAX_ISOLATE_BYTES } from "./memory-budget.ts";

const LIMITS = { heapBytes: MAX_HEAP_BYTES, isolateBytes: MAX_ISOLATE_BYTES };
/** 6x384 with 32,768 tokens. */
const INT8 = estimateModel(24_406_792, "int8");
const UNIDIC_LITE = 9_283_136;
const serving = { models: [INT8], dictionaryBytes: [UNIDIC_LITE], heapBytes: 40_632_320 };

describe("beside a 6x384 int8 model with the full dictionary", () => {
  test.each([
    ["another such release with the same dictionary", INT8, null, true],
    ["a small release with another dictionary", 2_000_000, UNIDIC_LITE, true],
    ["another such release with another dictionary", INT8, UNIDIC_LITE, false],
    ["a release that is a tenth larger", 1.1 * INT8, null, false],
    ["the same weights as fp32", estimateModel(94_335_645, "fp32"), null, false],
  ])("%s: %d bytes, dictionary %s, fits: %s", (_, model, dictionaryBytes, fits) => {
    expect(fitsBeside({ model, dictionaryBytes }, serving, LIMITS)).toBe(fits);
  });
});

test("a model that is still giving its last answer counts, too", () => {
  const open = { ...serving, models: [INT8, INT8] };
  expect(fitsBeside({ model: INT8, dictionaryBytes: null }, open, LIMITS)).toBe(false);
});

test("a heap that has grown counts as it is, because it does not shrink", () => {
  const next = { model: 2_000_000, dictionaryBytes: UNIDIC_LITE };
  const open = { ...serving, models: [2_000_000] };
  expect(fitsBeside(next, open, LIMITS)).toBe(true);
  expect(fitsBeside(next, { ...open, heapBytes: MAX_HEAP_BYTES }, LIMITS)).toBe(false);
});
