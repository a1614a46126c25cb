import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { makeDecodeTable } from "../segmenter/prefix-code.ts";
import { limitCodeLengths } from "./code-lengths.ts";

const arbitraryCounts = fc
  .array(fc.oneof(fc.nat({ max: 9 }), fc.nat({ max: 1_000_000 })), { minLength: 2, maxLength: 60 })
  .filter((counts) => counts.some((count) => count > 0));

test.each([
  ["a full tree", [1, 1, 1, 1], 13, [2, 2, 2, 2]],
  ["Huffman's lengths", [1, 1, 2, 4, 8], 13, [4, 4, 3, 2, 1]],
  ["the same, limited", [1, 1, 2, 4, 8], 3, [3, 3, 3, 3, 1]],
  ["no code for what does not occur", [5, 0, 5, 0], 13, [1, 0, 1, 0]],
  ["a code of one bit for the only symbol", [0, 7, 0], 13, [1, 1, 0]],
  ["and for a first one", [7, 0, 0], 13, [1, 1, 0]],
])("gives %s", (_, counts, limit, lengths) => {
  expect([...limitCodeLengths(Uint32Array.from(counts), limit)]).toEqual(lengths);
});

describe("for any counts", () => {
  test("the lengths make a complete code within the limit, that the decoder takes", () => {
    fc.assert(
      fc.property(arbitraryCounts, fc.integer({ min: 6, max: 13 }), (counts, limit) => {
        const lengths = limitCodeLengths(Uint32Array.from(counts), limit);
        const used = [...lengths].filter((length) => length > 0);
        expect(Math.max(...used)).toBeLessThanOrEqual(limit);
        expect(used.reduce((sum, length) => sum + 2 ** -length, 0)).toBe(1);
        expect(makeDecodeTable(lengths, limit).length).toBe(2 ** limit);
      }),
    );
  });

  test("no other code within the limit is shorter", () => {
    const few = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 2, maxLength: 6 });
    fc.assert(
      fc.property(few, fc.integer({ min: 3, max: 5 }), (counts, limit) => {
        const lengths = limitCodeLengths(Uint32Array.from(counts), limit);
        expect(sumBits(counts, [...lengths])).toBe(findFewestBits(counts, limit));
      }),
    );
  });
});

function sumBits(counts: readonly number[], lengths: readonly number[]): number {
  return counts.reduce((sum, count, symbol) => sum + count * (lengths[symbol] ?? 0), 0);
}

/** Of all lengths that satisfy Kraft's inequality. */
function findFewestBits(counts: readonly number[], limit: number, room = 1): number {
  const [count, ...rest] = counts;
  if (count === undefined) return 0;
  const choices = Array.from({ length: limit }, (_, index) => index + 1);
  return Math.min(
    ...choices
      .filter((length) => 2 ** -length <= room)
      .map((length) => count * length + findFewestBits(rest, limit, room - 2 ** -length)),
  );
}
