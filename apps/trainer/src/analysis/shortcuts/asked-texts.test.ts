import { expect, test } from "vitest";

import { AskedTexts } from "./asked-texts.ts";

function createPool() {
  const asked: string[] = [];
  const classifyAll = async (texts: readonly string[]) => {
    asked.push(...texts);
    return texts.map((text) => ({
      label: text,
      score: 1,
      scores: { [text]: 1 },
      tokens: 3,
      truncated: false,
    }));
  };
  return { asked, classifyAll };
}

test("no text is asked about twice, and every answer is its own", async () => {
  const pool = createPool();
  const texts = new AskedTexts(pool);
  await texts.ask(["良い", "悪い", "良い"]);
  expect(texts.countNew(["悪い", "並", "並"])).toBe(1);
  await texts.ask(["悪い", "並"]);
  expect(pool.asked).toEqual(["良い", "悪い", "並"]);
  expect(texts.count).toBe(3);
  for (const text of pool.asked) expect(texts.read(text).label).toBe(text);
});

test("what was not asked has no answer", () => {
  expect(() => new AskedTexts(createPool()).read("良い")).toThrow("not asked");
});
