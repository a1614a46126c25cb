import { expect, test } from "vitest";

import { END_SYMBOL, joinSymbol, SYMBOLS } from "./line-code.ts";
import { LineDecoder } from "./line-decoder.ts";

/** A code of two symbols, a bit each. */
function makeLengths(...symbols: number[]): Uint8Array {
  const lengths = new Uint8Array(SYMBOLS);
  for (const symbol of symbols) lengths[symbol] = 1;
  return lengths;
}

test("adds runs and steps to what is there", () => {
  const step = joinSymbol(2, 1);
  const decoder = new LineDecoder(Uint8Array.of(0b0010_0000), makeLengths(step, END_SYMBOL));
  const cells = Int16Array.of(9, 10, 10, 10, 10, 10, 10, 9);
  decoder.add(0, cells, 1, 7);
  expect([...cells]).toEqual([9, 10, 10, 11, 11, 12, 12, 9]);
});

test("a code that never gets to the line's end is refused", () => {
  const standStill = joinSymbol(0, 0);
  const decoder = new LineDecoder(new Uint8Array(4), makeLengths(standStill, END_SYMBOL));
  expect(() => {
    decoder.add(1, new Int16Array(8), 0, 8);
  }).toThrow(
    expect.objectContaining({
      code: "dictionary-invalid",
      message: expect.stringContaining("its line at byte 1 does not end"),
    }),
  );
});
