import { spawnSync } from "node:child_process";

import { KanjoError } from "@kanjo/shared/error";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as z from "zod";

import type { Example } from "../dataset/dataset.ts";
import { binLengths } from "./bin-lengths.ts";
import { describeData } from "./describe-data.ts";

const python = process.env["KANJO_PYTHON"] ?? "python3";
const hasOracle = spawnSync(python, ["-c", "import numpy"]).status === 0;
if (!hasOracle) process.stderr.write("skipped: NumPy's quantiles, because KANJO_PYTHON lacks it\n");

/** A token a character, and two special ones; three with a pair. */
const TOKENIZER = {
  encode: (text: string, { pair, maxTokens }: { pair?: string; maxTokens?: number } = {}) => {
    const special = pair === undefined ? 2 : 3;
    const length = text.length + (pair?.length ?? 0) + special;
    const ids = new Int32Array(Math.min(length, maxTokens ?? length));
    return { ids, typeIds: ids, attentionMask: ids, tokens: [], offsets: [], truncated: false };
  },
};
const LABELS = ["positive", "negative", "neutral"];

function makeExamples(lengths: readonly number[]): Example[] {
  return lengths.map((length, index) => ({
    text: "字".repeat(length - 2),
    label: index % 3 === 0 ? "negative" : "positive",
    source: `rows:${index + 1}`,
  }));
}

function describeLengths(lengths: readonly number[], maxTokens = 128) {
  return describeData("train", makeExamples(lengths), TOKENIZER, maxTokens, LABELS);
}

test("lengths are those before the cut, labels come in their order", () => {
  const data = describeLengths([5, 200, 129, 128, 3]);
  expect(data).toMatchObject({
    split: "train",
    count: 5,
    labels: [
      { label: "positive", count: 3 },
      { label: "negative", count: 2 },
      { label: "neutral", count: 0 },
    ],
    medianLength: 128,
    p95Length: 200,
    truncated: 2,
  });
});

test("the shortest and the longest texts, three each, of equals the first", () => {
  const { shortest, longest } = describeLengths([5, 4, 4, 9, 4, 4]);
  expect(shortest.map(({ source, tokens }) => [source, tokens])).toEqual([
    ["rows:2", 4],
    ["rows:3", 4],
    ["rows:5", 4],
  ]);
  expect(longest.map(({ source, tokens }) => [source, tokens])).toEqual([
    ["rows:4", 9],
    ["rows:1", 5],
    ["rows:2", 4],
  ]);
  expect(longest[0]).toEqual({
    source: "rows:4",
    text: "字".repeat(7),
    label: "negative",
    tokens: 9,
  });
});

test("both texts of a pair count", () => {
  const pair = { text: "一二", pair: "三", label: "positive", source: "rows:1" };
  expect(describeData("test", [pair], TOKENIZER, 128, LABELS).medianLength).toBe(6);
});

test("a split without texts has nothing but its labels", () => {
  expect(describeLengths([])).toEqual({
    split: "train",
    count: 0,
    labels: LABELS.map((label) => ({ label, count: 0 })),
    lengths: { bins: [] },
    medianLength: 0,
    p95Length: 0,
    truncated: 0,
    shortest: [],
    longest: [],
  });
});

test("a text that the tokenizer refuses is named by its row", () => {
  const tokenizer = {
    encode: () => {
      throw new KanjoError("text-malformed", "a lone surrogate");
    },
  };
  expect(() => describeData("train", makeExamples([3]), tokenizer, 128, LABELS)).toThrow(
    expect.objectContaining({ code: "text-malformed", message: "rows:1: a lone surrogate" }),
  );
});

test.skipIf(!hasOracle)("quantiles are NumPy's", () => {
  const cases = [[3], [3, 9], [3, 9, 10], Array.from({ length: 40 }, (_, n) => 3 + ((n * 7) % 23))];
  const code = `
import json, sys, numpy as np
cases = json.load(sys.stdin)
print(json.dumps([np.quantile(one, [0.5, 0.95], method="inverted_cdf").tolist() for one in cases]))`;
  const { stdout, stderr } = spawnSync(python, ["-c", code], {
    input: JSON.stringify(cases),
    encoding: "utf8",
  });
  expect(stdout, stderr).not.toBe("");
  const expected = z.array(z.tuple([z.number(), z.number()])).parse(JSON.parse(stdout));
  const described = cases.map((lengths) => describeLengths(lengths));
  expect(described.map((one) => [one.medianLength, one.p95Length])).toEqual(expected);
});

describe("bins", () => {
  const bin = (lengths: readonly number[]) => binLengths(Int32Array.from(lengths).sort());

  test("of short texts are a length each", () => {
    expect(bin([3, 3, 5])).toEqual([
      { from: 3, to: 4, count: 2 },
      { from: 4, to: 5, count: 0 },
      { from: 5, to: 6, count: 1 },
    ]);
  });

  test("of longer texts are wider, and begin at multiples of their width", () => {
    const bins = bin(Array.from({ length: 120 }, (_, index) => index + 3));
    expect(bins[0]).toEqual({ from: 0, to: 4, count: 1 });
    expect(bins[1]).toEqual({ from: 4, to: 8, count: 4 });
  });

  test("a few texts that are far longer come into one", () => {
    const bins = bin([...Array(200).fill(10), 4_000]);
    expect(bins.at(-1)).toEqual({ from: 74, to: 4_001, count: 1 });
    expect(bins).toHaveLength(65);
  });

  test("take every text once, touch each other, and are few", () => {
    const lengths = fc.array(
      fc.oneof(fc.integer({ min: 2, max: 40 }), fc.integer({ min: 2, max: 3_000 })),
      { minLength: 1, maxLength: 60 },
    );
    fc.assert(
      fc.property(lengths, (some) => {
        const bins = bin(some);
        expect(bins.length).toBeLessThanOrEqual(65);
        bins.forEach(({ from, to, count }, index) => {
          expect(count).toBe(some.filter((length) => length >= from && length < to).length);
          expect(from).toBe(bins[index - 1]?.to ?? from);
        });
        expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(some.length);
        expect(bins[0]?.count).toBeGreaterThan(0);
        expect(bins.at(-1)?.count).toBeGreaterThan(0);
      }),
    );
  });
});
