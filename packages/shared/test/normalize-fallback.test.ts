/** What happens when the runtime's Unicode composes characters that normalization-chunks.ts cuts apart. */
import { expect, test, vi } from "vitest";

import { normalizeWithOffsets } from "../src/tokenizer/normalize.ts";

vi.mock(import("../src/tokenizer/normalization-chunks.ts"), () => ({
  endOfChunk: (_text, start) => start + 1,
  isStableUnit: (text, start) => text.charCodeAt(start) < 0xff00,
}));

test.each([
  ["what follows composes with a stable unit", "Ａか\u3099", "Aが"],
  ["what follows composes with a changing chunk", "aｶﾞ", "aガ"],
  ["marks change places", "Ａs\u0307\u0323", "Aṩ"],
])("everything maps to the whole text when %s", (_name, original, text) => {
  const normalized = normalizeWithOffsets(original);
  expect(normalized.text).toBe(text);
  const units = Array.from({ length: text.length }, (_, index) => index);
  expect(units.map((index) => normalized.originalStart(index))).toEqual(units.map(() => 0));
  expect(units.map((index) => normalized.originalEnd(index + 1))).toEqual(
    units.map(() => original.length),
  );
});
