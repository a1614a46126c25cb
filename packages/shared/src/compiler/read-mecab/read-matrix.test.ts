import { describe, expect, test } from "vitest";

import { readMatrix } from "./read-matrix.ts";

const COSTS = [0, -1, 32767, -32768, 5, 6];
const MATRIX = encode([2, 3, ...COSTS]);

test("reads sizes and costs", () => {
  const matrix = readMatrix(MATRIX);
  expect(matrix).toMatchObject({ leftSize: 2, rightSize: 3 });
  expect([...matrix.costs]).toEqual(COSTS);
});

test("reads bytes that begin at an odd place", () => {
  const shifted = new Uint8Array(MATRIX.length + 1);
  shifted.set(MATRIX, 1);
  expect([...readMatrix(shifted.subarray(1)).costs]).toEqual(COSTS);
});

test("takes no memory for costs that are aligned", () => {
  expect(readMatrix(MATRIX).costs.buffer).toBe(MATRIX.buffer);
});

describe("refuses", () => {
  test.each([
    ["no left ids", encode([0, 3]), "matrix.bin: sizes 0 x 3 at byte 0, expected at least 1 x 1"],
    ["no right ids", encode([2, 0]), "sizes 2 x 0 at byte 0, expected at least 1 x 1"],
    ["a cost too few", MATRIX.slice(0, -2), "those of 14 bytes (2 x 3 takes 16)"],
    ["half a cost too many", encode([1, 1, 0, 0]).slice(0, -1), "those of 7 bytes (1 x 1 takes 6)"],
    [
      "a file of nothing",
      new Uint8Array(),
      "the file ends at byte 0, expected at least the 4 bytes",
    ],
    [
      "a header cut off",
      MATRIX.slice(0, 3),
      "the file ends at byte 3, expected at least the 4 bytes",
    ],
  ])("%s", (_, bytes, message) => {
    expect(() => readMatrix(bytes)).toThrow(
      expect.objectContaining({
        code: "mecab-file-invalid",
        message: expect.stringContaining(message),
      }),
    );
  });
});

function encode(numbers: readonly number[]): Uint8Array {
  return new Uint8Array(Uint16Array.from(numbers).buffer);
}
