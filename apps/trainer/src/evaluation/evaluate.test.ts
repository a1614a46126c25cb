import { expect, test } from "vitest";

import type { Example } from "../dataset/dataset.ts";
import { evaluateTexts } from "./evaluate.ts";

const EXAMPLES: readonly Example[] = [
  { text: "良い", label: "positive", source: "rows:1" },
  { text: "悪い", label: "negative", source: "rows:2" },
];
const LABELS = ["positive", "negative"];

/** Says of every text what it is given, the text itself as the label. */
function createPool() {
  const asked: string[] = [];
  return {
    asked,
    classifyAll: async (texts: readonly string[], onProgress?: (done: number) => void) => {
      asked.push(...texts);
      onProgress?.(texts.length);
      return texts.map((label) => ({ label, score: 1, scores: {}, tokens: 3, truncated: false }));
    },
  };
}

test("every example is paired with the answer to its text", async () => {
  const progress: number[] = [];
  const scored = await evaluateTexts(EXAMPLES, LABELS, createPool(), (done) => progress.push(done));
  expect(scored.map(({ example, answer }) => [example, answer.label])).toEqual([
    [EXAMPLES[0], "良い"],
    [EXAMPLES[1], "悪い"],
  ]);
  expect(progress).toEqual([2]);
});

test("a label that the model does not know is refused before it is asked anything", async () => {
  const pool = createPool();
  const asking = evaluateTexts(EXAMPLES, ["positive", "neutral"], pool);
  await expect(asking).rejects.toMatchObject({ code: "label-unknown" });
  expect(pool.asked).toEqual([]);
});

test("an answer that is missing is a defect, not a wrong answer", async () => {
  const asking = evaluateTexts(EXAMPLES, LABELS, { classifyAll: async () => [] });
  await expect(asking).rejects.toThrow("no answer to text 1");
});
