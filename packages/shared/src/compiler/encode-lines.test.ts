/** The way of a connection matrix into the file and back, which must leave every cost as it was. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { Random } from "../../test/oracle/random.ts";
import { type CacheSize, ConnectionCosts } from "../segmenter/connection-costs.ts";
import { chooseParents } from "./choose-parents.ts";
import { encodeLines } from "./encode-lines.ts";
import type { ConnectionMatrix } from "./mecab-source.ts";
import { orderMatrix } from "./order-matrix.ts";
import { reduceMatrix } from "./reduce-matrix.ts";

const LEAST = -0x8000;
const MOST = 0x7fff;

/** How the next cost follows from those before: what differs by a run, a step or a step back, and extremes. */
type MakeCost = (random: Random, before: number, above: number) => number;

const KINDS: Record<string, MakeCost> = {
  "any costs": (random) => random.below(0x10000) + LEAST,
  "the least and the most": (random) => random.pick([LEAST, MOST]),
  "runs and small steps": (random, before) =>
    random.below(5) === 0 ? clamp(before + random.below(17) - 8) : before,
  "sums of few weights": (random, before, above) =>
    random.below(30) === 0 ? random.below(9) * 100 : random.below(9) === 0 ? before : above,
  "two that alternate": (random, before) => (random.below(3) === 0 ? before : 7 - before),
  zeros: () => 0,
};

const CACHES: CacheSize[] = [
  { hot: 0, cold: 1 },
  { hot: 0, cold: 3 },
  { hot: 7, cold: 1 },
  { hot: 4096, cold: 4096 },
];

describe.each(Object.keys(KINDS))("a matrix of %s", (kind) => {
  test.each([
    [1, 1],
    [3, 255],
    [40, 256],
    [33, 257],
    [60, 700],
    [300, 2],
  ])("with %i left and %i right ids comes back as it was", (rightSize, leftSize) => {
    const matrix = makeMatrix(kind, rightSize, leftSize);
    for (const cache of CACHES) expectSame(matrix, cache);
  });
});

test("any small matrix comes back as it was", () => {
  const cost = fc.oneof(fc.constantFrom(LEAST, MOST, 0, 1), fc.integer({ min: LEAST, max: MOST }));
  const arbitrary = fc
    .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 40 }))
    .chain(([rightSize, leftSize]) => {
      const length = rightSize * leftSize;
      const costs = fc.array(cost, { minLength: length, maxLength: length });
      return costs.map((list) => ({ leftSize, rightSize, costs: Int16Array.from(list) }));
    });
  fc.assert(fc.property(arbitrary, (matrix) => expectSame(matrix, { hot: 1, cold: 2 })));
});

test("equal rows and equal columns are kept once", () => {
  const few = makeMatrix("any costs", 10, 20);
  const rows = Array.from({ length: 40 }, (_, left) => left % 10);
  const columns = Array.from({ length: 100 }, (_, right) => (right * 7) % 20);
  const costs = rows.flatMap((left) => columns.map((right) => costIn(few, left, right)));
  const matrix = { leftSize: 100, rightSize: 40, costs: Int16Array.from(costs) };
  const reduced = reduceMatrix(matrix, useAll(matrix));
  expect([reduced.rows, reduced.columns]).toEqual([10, 20]);
  expectSame(matrix, { hot: 0, cold: 1 });
});

test("ids that no word has are left out", () => {
  const matrix = makeMatrix("any costs", 10, 20);
  const used = { left: Uint16Array.of(0, 3, 9), right: Uint16Array.of(0, 19) };
  const reduced = reduceMatrix(matrix, used);
  expect([reduced.rows, reduced.columns]).toEqual([3, 2]);
  expect(reduced.costs[(reduced.rowOf[9] ?? 0) * 2 + (reduced.columnOf[19] ?? 0)]).toBe(
    costIn(matrix, 9, 19),
  );
});

function expectSame(matrix: ConnectionMatrix, cache: CacheSize): void {
  const { rowOf, columnOf, costs } = encode(matrix, cache);
  const wrong: number[][] = [];
  for (let left = 0; left < matrix.rightSize; left++) {
    for (let right = 0; right < matrix.leftSize; right++) {
      const found = costs.cost(rowOf(left), columnOf(right));
      if (found !== costIn(matrix, left, right)) wrong.push([left, right, found]);
    }
  }
  expect(wrong).toEqual([]);
}

function encode(matrix: ConnectionMatrix, cache: CacheSize) {
  const reduced = reduceMatrix(matrix, useAll(matrix));
  const use = {
    rows: Float64Array.from({ length: reduced.rows }, (_, row) => row % 3),
    columns: Float64Array.from({ length: reduced.columns }, (_, column) => column % 5),
  };
  const ordered = orderMatrix(reduced, use);
  const lineParents = chooseParents(ordered);
  const parts = {
    rows: ordered.rows,
    columns: ordered.columns,
    lineParents,
    rowMinimums: new Int16Array(ordered.rows).fill(LEAST),
    hotLines: Uint32Array.from(lineParents.keys()).toReversed(),
    ...encodeLines(ordered, lineParents),
  };
  return {
    costs: new ConnectionCosts(parts, cache),
    rowOf: (left: number) => ordered.rowOf[reduced.rowOf[left] ?? 0] ?? 0,
    columnOf: (right: number) => ordered.columnOf[reduced.columnOf[right] ?? 0] ?? 0,
  };
}

function makeMatrix(kind: string, rightSize: number, leftSize: number): ConnectionMatrix {
  const random = new Random(rightSize * leftSize);
  const costs = new Int16Array(rightSize * leftSize);
  costs.forEach((_, index) => {
    costs[index] = KINDS[kind]?.(random, costs[index - 1] ?? 0, costs[index - leftSize] ?? 0) ?? 0;
  });
  return { leftSize, rightSize, costs };
}

function costIn(matrix: ConnectionMatrix, left: number, right: number): number {
  return matrix.costs[right + matrix.leftSize * left] ?? NaN;
}

function useAll({ leftSize, rightSize }: ConnectionMatrix) {
  const list = (length: number): Uint16Array => Uint16Array.from({ length }, (_, id) => id);
  return { left: list(rightSize), right: list(leftSize) };
}

function clamp(cost: number): number {
  return Math.max(LEAST, Math.min(MOST, cost));
}
