import type { ClassifiedText } from "@kanjo/shared/classifier";
import { describe, expect, test } from "vitest";

import { createRandom, pick, writeSyntheticText } from "../../test/synthetic-text.ts";
import type { ScoredExample } from "../evaluation/evaluate.ts";
import { findShortcuts } from "./find-shortcuts.ts";

const LABELS = ["positive", "negative"];

/** Answers a text; the score is of "positive". */
type Model = (text: string) => number;

function answer(text: string, model: Model): ClassifiedText {
  const positive = model(text);
  const scores = { positive, negative: 1 - positive };
  const label = positive >= 0.5 ? "positive" : "negative";
  return { label, score: scores[label], scores, tokens: text.length, truncated: false };
}

function createPool(model: Model) {
  const asked: string[] = [];
  const classifyAll = async (texts: readonly string[]) => {
    asked.push(...texts);
    return texts.map((text) => answer(text, model));
  };
  return { asked, classifyAll };
}

function score(texts: readonly string[], model: Model): ScoredExample[] {
  return texts.map((text, row) => ({
    example: { text, label: "positive", source: `test:${row + 1}` },
    answer: answer(text, model),
  }));
}

async function find(texts: readonly string[], model: Model, budget?: number) {
  const pool = createPool(model);
  const limit = budget === undefined ? {} : { budget };
  const found = await findShortcuts(score(texts, model), { pool, labels: LABELS, ...limit });
  return { found, asked: pool.asked };
}

/** Half of the texts with a phrase that says nothing. */
function writeReviews(count: number, phrase = "☆４つ"): string[] {
  const random = createRandom(3);
  return Array.from({ length: count }, () => {
    const { text } = writeSyntheticText(random);
    return pick(random, [true, false]) ? `${phrase}。${text}` : text;
  });
}

/** A number from 0 to 1 that depends on every character. */
function hash(text: string, seed: number): number {
  let value = seed;
  for (let at = 0; at < text.length; at += 1)
    value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return createRandom(value >>> 0)();
}

/** Words of praise against words of blame. */
function weigh(text: string): number {
  const count = (words: RegExp) => text.match(words)?.length ?? 0;
  const difference =
    count(/良かった|期待以上|丁寧|文句なし|最高/g) -
    count(/がっかり|ほどではない|二度と|ひどい|壊れ/g);
  return 1 / (1 + Math.exp(-difference));
}

describe("a phrase that decides by itself is found", () => {
  const model: Model = (text) => (text.includes("☆４つ") ? 0.98 : 0.03);

  test("by removal and by insertion, against controls that flip nothing", async () => {
    const { found } = await find(writeReviews(200), model);
    expect(
      found.map(({ phrase, change, from, to }) => [phrase, change, from, to].join(" ")),
    ).toEqual(["☆４つ removal positive negative", "☆４つ insertion negative positive"]);
    for (const one of found) {
      expect(one).toMatchObject({ count: 60, flips: 60, flipRate: 1, expectedFlipRate: 0 });
    }
  });

  test("with texts from before and after", async () => {
    const { found } = await find(writeReviews(200), model);
    const [example] = found[0]?.examples ?? [];
    expect(example?.before).toContain("☆４つ");
    expect(example?.after).toBe(example?.before.replaceAll("☆４つ", ""));
    expect(example).toMatchObject({ scoreBefore: 0.98, scoreAfter: expect.closeTo(0.03) });
    expect(found[0]?.examples).toHaveLength(3);
  });

  test("also where only few texts have it, by several controls for each", async () => {
    const few = writeReviews(16).filter((text) => text.includes("☆"));
    const doubt: Model = (text) => (text.includes("☆４つ") ? 0.98 : weigh(text) - 0.01);
    const { found } = await find([...writeReviews(400, "普通"), ...few], doubt);
    const removal = found.find(({ phrase, change }) => phrase === "☆４つ" && change === "removal");
    expect(removal).toMatchObject({ count: few.length, expectedFlipRate: 0 });
    expect(few.length).toBeLessThan(10);
  });
});

test("words that mean what they say are found as well, and what means nothing is not", async () => {
  const { found } = await find(writeReviews(400), weigh);
  expect(found.map(({ phrase }) => phrase).join(" ")).toMatch(/最高|期待以上|がっかり|ひどい|壊れ/);
  expect(found.filter(({ phrase }) => /☆|部屋|朝食/.test(phrase))).toEqual([]);
});

test("where answers are chance, hardly anything is ever found", async () => {
  // Words go with labels, and do nothing to texts that are asked anew.
  const scored = score(writeReviews(150), weigh);
  let withFinds = 0;
  for (let seed = 1; seed <= 40; seed += 1) {
    const pool = createPool((text) => hash(text, seed));
    const found = await findShortcuts(scored, { pool, labels: LABELS, budget: 1_000 });
    if (found.length > 0) withFinds += 1;
  }
  // One in twenty at the most: 2 expected, and of 40 more than 6 with a chance of 1 in 300.
  expect(withFinds).toBeLessThanOrEqual(6);
}, 30_000);

test("the order is by how far the flips exceed their controls'", async () => {
  const { found } = await find(writeReviews(400), (text) =>
    text.includes("☆４つ") ? 0.98 : weigh(text),
  );
  const excesses = found.map(({ flipRate, expectedFlipRate }) => flipRate - expectedFlipRate);
  expect(excesses).toEqual(excesses.toSorted((one, other) => other - one));
  expect(found[0]?.phrase).toBe("☆４つ");
  expect(found.length).toBeGreaterThan(3);
});

test("with few texts to ask about the strongest are tried first", async () => {
  const model: Model = (text) => (text.includes("☆４つ") ? 0.98 : weigh(text));
  const { found } = await find(writeReviews(400), model, 400);
  expect(found[0]).toMatchObject({ phrase: "☆４つ", flipRate: 1 });
});

test("a change that too few texts allow is not tried at all", async () => {
  const rare = ["庭", "音", "駅", "本"].map((thing) => `${thing}です。`);
  const texts = [...writeReviews(100), ...rare.map((text) => `♪${text}`), "♪石です。"];
  const { asked } = await find(texts, (text) => (/^♪[^石]|♪$/.test(text) ? 0.98 : 0.02));
  expect(asked.filter((text) => rare.includes(text))).toEqual([]);
  expect(asked.filter((text) => text.includes("♪")).length).toBeGreaterThan(5);
});

test("the same answers give the same phrases, and ask the same", async () => {
  const texts = writeReviews(200);
  expect(await find(texts, weigh)).toEqual(await find(texts, weigh));
});

describe("the model is asked about no more texts than it may be", () => {
  test.each([0, 10, 100, 500, 4_000])("%i short ones", async (budget) => {
    const texts = writeReviews(300).map((text) => text.slice(0, 40));
    const { asked } = await find(texts, weigh, budget);
    expect(asked.length).toBeLessThanOrEqual(budget);
    expect(new Set(asked).size).toBe(asked.length);
  });

  test("and of long ones fewer", async () => {
    const texts = writeReviews(300).map((text) => text.repeat(5));
    const mean = texts.join("").length / texts.length;
    const { asked } = await find(texts, weigh, 1_000);
    expect(asked.length).toBeLessThanOrEqual((1_000 * 40) / mean);
    expect(asked.length).toBeGreaterThan(0);
  });
});

test.each<[string, readonly string[]]>([
  ["there are no texts", []],
  ["there is one", ["良い。"]],
  ["texts are empty", Array<string>(50).fill("")],
  ["texts are all the same", Array<string>(50).fill("☆４つ")],
])("nothing is found where %s", async (_, texts) => {
  expect((await find(texts, (text) => hash(text, 1))).found).toEqual([]);
});

test("with three labels each other one is put into", async () => {
  const labels = ["good", "bad", "mixed"];
  const classify = (text: string): ClassifiedText => {
    const other = hash(text.replaceAll("☆４つ", "").slice(-3), 7) < 0.5 ? "bad" : "mixed";
    const label = text.includes("☆４つ") ? "good" : other;
    const scores = { good: 0.1, bad: 0.1, mixed: 0.1, [label]: 0.8 };
    return { label, score: 0.8, scores, tokens: 20, truncated: false };
  };
  const scored = writeReviews(300).map((text, row) => ({
    example: { text, label: "good", source: `test:${row + 1}` },
    answer: classify(text),
  }));
  const pool = { classifyAll: async (texts: readonly string[]) => texts.map(classify) };
  const found = await findShortcuts(scored, { pool, labels });
  const changes = found
    .filter(({ phrase, flipRate }) => phrase === "☆４つ" && flipRate === 1)
    .map(({ change, from }) => `${change} ${from}`);
  expect(changes.sort()).toEqual(["insertion bad", "insertion mixed", "removal good"]);
});
