import { describe, expect, test } from "vitest";

import type { ScoredExample } from "../evaluation/evaluate.ts";
import { Recipe } from "../recipe/recipe.ts";
import { checkCompression } from "./check-compression.ts";

const LIMITS = Recipe.shape.export.parse({});
const SECRET = "お客様の文章";

/** Answers to texts that are all positive: `true` where the model says so. */
function answer(said: readonly boolean[], score = 0.9): ScoredExample[] {
  return said.map((isPositive, row) => {
    const [label, other] = isPositive ? ["positive", "negative"] : ["negative", "positive"];
    return {
      example: { source: `texts.csv:${row + 2}`, text: SECRET, label: "positive" },
      answer: {
        label,
        score,
        scores: { [label]: score, [other]: 1 - score },
        tokens: 5,
        truncated: false,
      },
    };
  });
}

/** So many texts, of which the first are answered wrongly. */
const wrong = (count: number, of: number): boolean[] =>
  Array.from({ length: of }, (_, row) => row >= count);

test("the same answers agree wholly", () => {
  const answers = answer(wrong(10, 100));
  expect(checkCompression(answers, answers, LIMITS)).toEqual({
    weights: "int8",
    agreement: 1,
    floatAccuracy: 0.9,
  });
});

describe("within the limits", () => {
  test.each([
    ["a single text of few", 1, 10],
    ["half a point of the accuracy", 5, 1000],
  ])("%s", (_, lost, of) => {
    const compressed = checkCompression(answer(wrong(lost, of)), answer(wrong(0, of)), LIMITS);
    expect(compressed).toMatchObject({ agreement: 1 - lost / of, floatAccuracy: 1 });
  });

  test("labels that change without a loss, up to one in a hundred", () => {
    const float = answer([false, true, ...wrong(0, 198)]);
    const served = answer([true, false, ...wrong(0, 198)]);
    expect(checkCompression(served, float, LIMITS).agreement).toBeCloseTo(0.99, 12);
  });
});

describe("beyond them there is no release", () => {
  test.each([
    ["more than half a point of the accuracy", answer(wrong(6, 1000)), answer(wrong(0, 1000))],
    [
      "more than one label in a hundred, though none is lost",
      answer([true, true, false, false, ...wrong(0, 196)]),
      answer([false, false, true, true, ...wrong(0, 196)]),
    ],
  ])("%s", (_, served, float) => {
    expect(() => checkCompression(served, float, LIMITS)).toThrow(
      expect.objectContaining({ code: "compression-lossy" }),
    );
  });

  test("the error has the figures and the rows that are furthest off, and no text", () => {
    const served = answer(wrong(20, 100), 0.6).map((one, row) =>
      row === 7 ? (answer(wrong(100, 100), 0.99)[row] ?? one) : one,
    );
    const check = () => checkCompression(served, answer(wrong(0, 100)), LIMITS);
    expect(check).toThrow(
      /80\.0 % of the labels .* right on 80\.0 % of 100 texts \(float32: 100\.0 %\)/,
    );
    expect(check).toThrow(/Furthest off: texts\.csv:9 positive 0\.90 → negative 0\.99; /);
    expect(check).not.toThrow(SECRET);
  });

  test("the recipe's limits are what counts", () => {
    const loose = { ...LIMITS, min_agreement: 0.5, max_accuracy_loss: 0.5 };
    expect(checkCompression(answer(wrong(50, 100)), answer(wrong(0, 100)), loose).agreement).toBe(
      0.5,
    );
  });
});
