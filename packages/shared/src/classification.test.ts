import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { classify, softmax } from "./classification.ts";

const LABELS = ["negative", "neutral", "positive"];
const logit = fc.double({ noNaN: true, noDefaultInfinity: true });

describe("softmax", () => {
  test("is what the definition gives", () => {
    const [first, second, third] = softmax([0, Math.log(2), Math.log(5)]);
    expect(first).toBeCloseTo(1 / 8, 12);
    expect(second).toBeCloseTo(2 / 8, 12);
    expect(third).toBeCloseTo(5 / 8, 12);
  });

  test("sums to 1, for any finite logits", () => {
    fc.assert(
      fc.property(fc.array(logit, { minLength: 1 }), (logits) => {
        const probabilities = softmax(logits);
        expect(probabilities.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 9);
        expect(probabilities.every((value) => value >= 0 && value <= 1)).toBe(true);
      }),
    );
  });

  test("adding a number to every logit changes nothing", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1 }), (logits) => {
        const shifted = softmax(logits.map((value) => value + 1000));
        softmax(logits).forEach((value, index) => {
          expect(shifted[index]).toBeCloseTo(value, 12);
        });
      }),
    );
  });

  test.each([
    ["large", [1e308, -1e308], [1, 0]],
    ["equal and large", [1e308, 1e308], [0.5, 0.5]],
    ["equal and small", [-1e308, -1e308], [0.5, 0.5]],
    ["one alone", [-7], [1]],
  ])("does not overflow for logits that are %s", (_name, logits, expected) => {
    expect(softmax(logits)).toEqual(expected);
  });
});

describe("classify", () => {
  test("gives the most probable label, its score and all scores by label", () => {
    const answer = classify(new Float32Array([0, 3, 1]), LABELS);
    expect(answer.label).toBe("neutral");
    expect(answer.score).toBe(answer.scores["neutral"]);
    expect(Object.keys(answer.scores)).toEqual(LABELS);
    expect(answer.score).toBeCloseTo(Math.exp(3) / (1 + Math.exp(3) + Math.exp(1)), 12);
  });

  test.each([
    ["all", [1, 1, 1], "negative"],
    ["the last two", [0, 2, 2], "neutral"],
    ["beyond precision", [-1e308, 5, 5], "neutral"],
  ])("the first label wins a tie of %s", (_name, logits, label) => {
    expect(classify(logits, LABELS).label).toBe(label);
  });
});
