/**
 * What /sentiment makes of one answer of the model. A token of the fixture model is
 * a character, so a window is a part of the text, and a text without a word is a
 * text as well: both can be asked about on their own.
 */
import { reset } from "cloudflare:test";
import * as fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";

import { Problem } from "../src/http/problem.ts";
import { SentimentAnswer } from "../src/sentiment/schemas.ts";
import { planWindows } from "../src/sentiment/windows.ts";
import { createRelease, promote, publish, type Release } from "./support/releases.ts";
import { startTestWorker, type TestWorker } from "./support/test-worker.ts";

/** Of the fixture model, without special tokens. */
const CAPACITY = 14;
const CHARACTERS = Array.from("良好美味楽悪嫌不遅低店品い。");

const texts = (minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...CHARACTERS), minLength, maxLength });

let worker: TestWorker;

async function serve(release: Release): Promise<void> {
  await reset();
  await publish(release);
  await promote(release);
  worker = startTestWorker();
}

function post(question: object): Promise<Response> {
  return worker.fetch("/sentiment", {
    method: "POST",
    body: JSON.stringify(question),
    headers: { "content-type": "application/json" },
  });
}

async function ask(text: string, options: object = {}): Promise<SentimentAnswer> {
  return SentimentAnswer.parse(await (await post({ text, ...options })).json());
}

async function findProblem(question: object): Promise<Problem> {
  return Problem.parse(await (await post(question)).json());
}

beforeAll(async () => serve(await createRelease()));

describe("a text that is longer than the model's input", () => {
  test("just fits, or does not", async () => {
    expect(await ask("良".repeat(CAPACITY))).toMatchObject({ tokens: 16, windows: 1 });
    expect(await ask("良".repeat(CAPACITY + 1))).toMatchObject({ tokens: 17, windows: 2 });
  });

  test("has the mean of its windows' probabilities, by the votes in them", async () => {
    await fc.assert(
      fc.asyncProperty(texts(CAPACITY + 1, 80), async (text) => {
        const windows = planWindows(text.length, CAPACITY);
        const expected: Record<string, number> = {};
        for (const { start, end, votes } of windows) {
          for (const [label, score] of Object.entries((await ask(text.slice(start, end))).scores)) {
            expected[label] = (expected[label] ?? 0) + (score * votes) / text.length;
          }
        }
        const { label, score, scores, windows: count } = await ask(text);
        expect(count).toBe(windows.length);
        for (const [name, value] of Object.entries(expected)) {
          expect(scores[name]).toBeCloseTo(value, 9);
        }
        expect(score).toBe(scores[label]);
        expect(score).toBe(Math.max(...Object.values(scores)));
      }),
      { numRuns: 20 },
    );
  });

  test("is judged by its end as much as by its beginning", async () => {
    const [good, bad] = ["良".repeat(30), "悪".repeat(50)];
    expect((await ask(good + bad)).label).toBe("negative");
    expect((await ask(bad + good)).label).toBe("negative");
  });
});

describe("explain", () => {
  test("gives each word what the score falls by without it", async () => {
    await fc.assert(
      fc.asyncProperty(texts(2, CAPACITY), async (text) => {
        const { label, score, explain = [] } = await ask(text, { explain: true });
        expect(explain.map((word) => word.text).join("")).toBe(text);
        for (const { start, end, weight } of explain) {
          const without = await ask(text.slice(0, start) + text.slice(end));
          expect(weight).toBeCloseTo(score - (without.scores[label] ?? 0), 9);
        }
      }),
      { numRuns: 15 },
    );
  });

  test("gives words in windows their part in the mean", async () => {
    await fc.assert(
      fc.asyncProperty(texts(CAPACITY + 1, 40), async (text) => {
        const { label, explain = [] } = await ask(text, { explain: true });
        expect(explain.map(({ start, end }) => [start, end])).toEqual(
          Array.from(text, (_, index) => [index, index + 1]),
        );
        const expected = explain.map(() => 0);
        for (const { start, end, votes } of planWindows(text.length, CAPACITY)) {
          const part = text.slice(start, end);
          const whole = (await ask(part)).scores[label] ?? 0;
          for (let at = 0; at < part.length; at++) {
            const without = await ask(part.slice(0, at) + part.slice(at + 1));
            const change = whole - (without.scores[label] ?? 0);
            expected[start + at] = (expected[start + at] ?? 0) + (change * votes) / text.length;
          }
        }
        for (const [index, { weight }] of explain.entries()) {
          expect(weight).toBeCloseTo(expected[index] ?? Number.NaN, 9);
        }
      }),
      { numRuns: 5 },
    );
  });

  test("leaves white space out and keeps places in the original text", async () => {
    const { explain } = await ask("良い　😀 か\u3099", { explain: true });
    expect(explain?.map(({ start, end, text }) => [start, end, text])).toEqual([
      [0, 1, "良"],
      [1, 2, "い"],
      [3, 5, "😀"],
      [6, 8, "か\u3099"],
    ]);
  });
});

describe("sentences", () => {
  test("are judged as if they were asked about alone, and the whole as without them", async () => {
    const text = "良い店だった。\n\n　でも悪い品！www 楽しくて最高の最高の最高の店\n";
    const { sentences = [], timing: _, ...whole } = await ask(text, { sentences: true });
    expect(await ask(text)).toMatchObject(whole);
    expect(sentences.map((sentence) => sentence.text)).toEqual([
      "良い店だった。",
      "でも悪い品！www",
      "楽しくて最高の最高の最高の店",
    ]);
    for (const { start, end, text: sentence, ...judged } of sentences) {
      expect(text.slice(start, end)).toBe(sentence);
      expect(await ask(sentence)).toMatchObject(judged);
    }
  });

  test("of a text with one are the text's answer", async () => {
    const { label, score, scores, sentences } = await ask(" 良い ", { sentences: true });
    expect(sentences).toEqual([
      { start: 1, end: 3, text: "良い", label, score, scores, abstained: false },
    ]);
  });
});

describe("a question that asks too much is refused before the model sees any of it", () => {
  test.each([
    ["a text", { text: "\ufdfa".repeat(2_000) }],
    ["an explanation", { text: "良".repeat(2_000), explain: true }],
    ["sentences", { text: "良。".repeat(5_000), sentences: true }],
    ["texts that would do alone", { texts: Array(64).fill("良".repeat(300)) }],
  ])("%s", async (_name, question) => {
    const problem = await findProblem(question);
    expect(problem).toMatchObject({ type: "/problems/work-too-large", limit: 16_384 });
    expect(problem["tokens"]).toBeGreaterThan(16_384);
  });

  test("and one that does not is answered", async () => {
    expect(await ask("良".repeat(100), { explain: true, sentences: true })).toMatchObject({
      windows: 9,
      sentences: [{ start: 0, end: 100 }],
    });
  });
});

test("an answer below the manifest's band is abstained from, sentence by sentence", async () => {
  const abstain = { below: 0.9, coverage: 0.8, accuracy: 0.95 };
  const { score } = await ask("品");
  expect(score).toBeLessThan(0.9);
  await serve(await createRelease({ calibration: { temperature: 1.5, thresholds: [], abstain } }));
  expect(await ask("品")).toMatchObject({ score, abstained: true });
  const { sentences } = await ask("良い。品。", { sentences: true });
  expect(sentences?.map((sentence) => sentence.abstained)).toEqual([false, true]);
});
