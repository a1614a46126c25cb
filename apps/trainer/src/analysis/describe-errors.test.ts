import type { ExplainedText } from "@kanjo/shared/explanation";
import * as fc from "fast-check";
import { expect, test } from "vitest";

import { createRandom, makeRandomRows } from "../../test/random-rows.ts";
import { makeScored, type ScoredRow } from "../../test/scored-examples.ts";
import type { Example } from "../dataset/dataset.ts";
import type { ScoredExample } from "../evaluation/evaluate.ts";
import { describeErrors, type ErrorOptions } from "./describe-errors.ts";

/** Explains a text by its length, and keeps what it was asked. */
function createPool(scored: readonly ScoredExample[]) {
  const asked: string[] = [];
  const explain = async (text: string): Promise<ExplainedText> => {
    asked.push(text);
    const answer = scored.find(({ example }) => example.text === text)?.answer;
    if (answer === undefined) throw new Error("not a text of the split");
    return { answer, influences: [{ start: 0, end: text.length, weight: text.length / 100 }] };
  };
  return { asked, explain };
}

async function describe(rows: readonly ScoredRow[], options: Partial<ErrorOptions> = {}) {
  const scored = makeScored(rows);
  const pool = createPool(scored);
  const report = await describeErrors(scored, { pool, train: [], ...options });
  return { report, asked: pool.asked };
}

const ROWS: readonly ScoredRow[] = [
  { text: "正しい", gold: 0, scores: [0.9, 0.1] },
  { text: "やや誤り", gold: 0, scores: [0.4, 0.6], tokens: 6 },
  { text: "大きな誤り", gold: 1, scores: [0.95, 0.05], tokens: 7, truncated: true },
  { text: "誤り", gold: 0, scores: [0.2, 0.8], tokens: 4 },
];

test("the surest errors come first, with everything that is known of them", async () => {
  const { report } = await describe(ROWS);
  expect(report.total).toBe(3);
  expect(report.shown.map(({ row }) => row)).toEqual([3, 4, 2]);
  expect(report.shown[0]).toEqual({
    row: 3,
    source: "rows:3",
    text: "大きな誤り",
    gold: "b",
    predicted: "a",
    score: 0.95,
    goldScore: 0.05,
    tokens: 7,
    truncated: true,
    influences: [{ start: 0, end: 5, weight: 0.05 }],
    neighbours: [],
    isLikelyLabelNoise: false,
  });
});

test("all are counted, and as many are shown and explained as were asked for", async () => {
  const { report, asked } = await describe(ROWS, { limit: 2, explained: 1 });
  expect(report.total).toBe(3);
  expect(report.shown.map(({ row }) => row)).toEqual([3, 4]);
  expect(report.shown.map(({ influences }) => influences?.length ?? null)).toEqual([1, null]);
  expect(asked).toEqual(["大きな誤り"]);
});

test("of long texts fewer are explained, and those that fit still are", async () => {
  const make = (text: string, score: number, tokens: number): ScoredRow => ({
    text,
    gold: 1,
    scores: [score, 1 - score],
    tokens,
  });
  const rows = [make("三", 0.9, 50), make("四", 0.8, 70), make("五", 0.7, 20), make("六", 0.6, 20)];
  // Two of 40 tokens may cost 3,200: 50 squared fits, 70 squared does not, then one of 20 squared.
  expect((await describe(rows, { explained: 2 })).asked).toEqual(["三", "五"]);
  // Three may cost 4,800: after 2,500 and 400 there is room for 400 again.
  expect((await describe(rows, { explained: 3 })).asked).toEqual(["三", "五", "六"]);
  expect((await describe(rows, { explained: 0 })).asked).toEqual([]);
});

test("near texts of the train split stand beside an error, and may speak against its label", async () => {
  const train: Example[] = [
    { text: "大きな誤りです", label: "a", source: "train:1" },
    { text: "駅から遠い", label: "b", source: "train:2" },
    { text: "大きな誤りだ", label: "a", source: "train:3" },
  ];
  const { report } = await describe(ROWS, { train });
  const [first, second] = report.shown;
  expect(first?.neighbours.map(({ source }) => source)).toEqual(["train:3", "train:1"]);
  expect(first?.isLikelyLabelNoise).toBe(true);
  expect(second?.isLikelyLabelNoise).toBe(false);
});

test("a split without errors has none, and nothing is asked", async () => {
  const { report, asked } = await describe(ROWS.slice(0, 1));
  expect({ report, asked }).toEqual({ report: { total: 0, shown: [] }, asked: [] });
});

test("errors are exactly the texts whose label is another one, sorted by score", async () => {
  const limits = fc.record({
    limit: fc.integer({ min: 0, max: 50 }),
    explained: fc.integer({ min: 0, max: 50 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 2 ** 30 }), limits, async (seed, options) => {
      const rows = makeRandomRows(createRandom(seed), 40, 3, 4);
      const { report, asked } = await describe(rows, options);
      const wrong = makeScored(rows).flatMap(({ example, answer }, index) =>
        example.label === answer.label ? [] : [index + 1],
      );
      const { shown } = report;
      expect(report.total).toBe(wrong.length);
      expect(shown).toHaveLength(Math.min(options.limit, wrong.length));
      expect(wrong).toEqual(expect.arrayContaining(shown.map(({ row }) => row)));
      expect(shown).toEqual(shown.toSorted((one, other) => other.score - one.score));
      expect(asked).toEqual(shown.slice(0, options.explained).map(({ text }) => text));
    }),
  );
});
