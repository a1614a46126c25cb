import * as fc from "fast-check";
import { expect, test } from "vitest";

import type { Example } from "../dataset/dataset.ts";
import { findNeighbours } from "./near-neighbours.ts";

function makeExamples(texts: readonly string[], file = "train"): Example[] {
  return texts.map((text, row) => ({ text, label: `label ${row}`, source: `${file}:${row + 1}` }));
}

function findTexts(text: string, others: readonly string[], count = 5, leastSimilarity = 0.01) {
  const [near = []] = findNeighbours(makeExamples([text], "test"), makeExamples(others), {
    count,
    leastSimilarity,
  });
  return near.map((one) => one.text);
}

test("the nearest come first, with what is known of them", () => {
  const others = ["部屋が狭い。", "部屋が広い！", "部屋が広い。", "駅から遠い。"];
  const [near] = findNeighbours(makeExamples(["部屋が広い。"], "test"), makeExamples(others), {
    count: 5,
    leastSimilarity: 0.2,
  });
  expect(near?.map(({ source }) => source)).toEqual(["train:3", "train:2", "train:1"]);
  expect(near?.[0]).toEqual({
    source: "train:3",
    text: "部屋が広い。",
    label: "label 2",
    similarity: 1,
  });
});

test("rare n-grams say more than those that every text has", () => {
  const others = ["でしたね鴨鍋", "とても良いでした", "また悪いでした", "ほら高いでした"];
  expect(findTexts("鴨鍋でした", others)[0]).toBe("でしたね鴨鍋");
});

test("of equally near ones the earlier comes first, and no more than were asked for", () => {
  const others = ["良い庭", "良い音", "良い庭", "良い庭"];
  const [near] = findNeighbours(makeExamples(["良い庭"], "test"), makeExamples(others), {
    count: 2,
    leastSimilarity: 0.1,
  });
  expect(near?.map(({ source }) => source)).toEqual(["train:1", "train:3"]);
});

test("a text is not its own neighbour, though a copy of it is", () => {
  const rows = makeExamples(["良い庭", "良い庭", "悪い本"]);
  const near = findNeighbours(rows, rows, { count: 5, leastSimilarity: 0.5 });
  expect(near.map((one) => one.map(({ source }) => source))).toEqual([
    ["train:2"],
    ["train:1"],
    [],
  ]);
});

test("without others there are none", () => {
  expect(findTexts("良い", [])).toEqual([]);
  expect(findNeighbours([], makeExamples(["良い"]), { count: 5, leastSimilarity: 0 })).toEqual([]);
});

const text = fc.string({ unit: fc.constantFrom(...Array.from("あいう良悪。 😀")), maxLength: 20 });

test("similarity is 0 to 1, 1 for the same n-grams, and none is missed that is near enough", () => {
  const options = fc.record({
    count: fc.integer({ min: 1, max: 5 }),
    leastSimilarity: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  fc.assert(
    fc.property(fc.array(text, { minLength: 1 }), fc.array(text), options, (texts, others, few) => {
      const examples = makeExamples(texts, "test");
      const all = { count: others.length, leastSimilarity: -1 };
      const complete = findNeighbours(examples, makeExamples(others), all);
      const near = findNeighbours(examples, makeExamples(others), few);
      complete.forEach((ranked, index) => {
        expect(ranked).toHaveLength(others.length);
        for (const one of ranked) {
          expect(one.similarity).toBeGreaterThanOrEqual(0);
          expect(one.similarity).toBeLessThanOrEqual(1 + 1e-12);
        }
        const copies = ranked.filter((one) => one.text === texts[index]);
        expect(copies.map(({ similarity }) => similarity)).toEqual(copies.map(() => 1));
        const enough = ranked.filter(({ similarity }) => similarity >= few.leastSimilarity);
        expect(near[index]).toEqual(enough.slice(0, few.count));
      });
    }),
    { numRuns: 40 },
  );
});
