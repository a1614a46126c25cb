import { expect, test } from "vitest";

import { makeScored } from "../../../test/scored-examples.ts";
import { AskedTexts } from "./asked-texts.ts";
import { openCorpus } from "./corpus.ts";
import { describeShortcut } from "./describe-shortcut.ts";
import type { FlipTest } from "./flip-test.ts";
import { listTexts, measureTest, planTest } from "./measured-test.ts";

const REMOVAL: FlipTest = { phrase: "☆４つ", change: "removal", from: "a", to: null };

/** `count` texts with the phrase, longer and longer, all given a. */
function makeCorpus(count: number) {
  const rows = Array.from({ length: count }, (_, row) => ({
    text: `☆４つ、${"庭が良い。".repeat(row + 2)}`,
    gold: 0,
    scores: [0.9, 0.05, 0.05],
  }));
  return openCorpus(makeScored(rows), count);
}

test.each([
  [5, 5, 4],
  [10, 10, 4],
  [19, 19, 2],
  [40, 40, 1],
  [60, 40, 1],
])("%i texts: %i are tried, with up to %i controls each", (count, trials, controlsEach) => {
  const plan = planTest(makeCorpus(count), REMOVAL, { mostTrials: 40, mostControlsEach: 4 });
  expect(plan.trials).toHaveLength(trials);
  expect(plan.controls.length).toBeLessThanOrEqual(trials * controlsEach);
  expect(plan.controls.length).toBeGreaterThan(trials * (controlsEach - 1));
  expect(listTexts(plan)).toHaveLength(trials + plan.controls.length);
});

test("a screening has no controls", () => {
  const plan = planTest(makeCorpus(20), REMOVAL, { mostTrials: 8, mostControlsEach: 0 });
  expect([plan.trials.length, plan.controls.length]).toEqual([8, 0]);
});

test("flips are counted apart for trials and controls, and shown where scores change the most", async () => {
  const corpus = makeCorpus(6);
  const plan = planTest(corpus, REMOVAL, { mostTrials: 40, mostControlsEach: 1 });
  const flipped = plan.controls[0] ?? "";
  // Without the phrase a long text is c, a middle one b, and a short one stays a.
  const answer = (text: string) => {
    const label = text.includes("☆") ? (text === flipped ? "b" : "a") : nameByLength(text);
    const score = text.length / 100;
    return {
      label,
      score: 1 - score,
      scores: { a: score, [label]: 1 - score },
      tokens: 3,
      truncated: false,
    };
  };
  const answers = new AskedTexts({ classifyAll: async (texts) => texts.map(answer) });
  await answers.ask(listTexts(plan));
  const measured = measureTest(plan, answers);
  expect(measured).toMatchObject({ trials: 6, controls: 6, controlFlips: 1 });
  expect(measured.flips.map(({ answer: { label } }) => label).sort()).toEqual([
    "b",
    "b",
    "c",
    "c",
    "c",
  ]);
  const shortcut = describeShortcut(measured);
  expect(shortcut).toMatchObject({
    phrase: "☆４つ",
    change: "removal",
    from: "a",
    to: "c",
    count: 6,
    flips: 5,
    flipRate: 5 / 6,
    expectedFlipRate: 1 / 6,
  });
  expect(shortcut.examples[0]).toEqual({
    source: "rows:2",
    before: `☆４つ、${"庭が良い。".repeat(3)}`,
    after: `、${"庭が良い。".repeat(3)}`,
    scoreBefore: 0.9,
    scoreAfter: 0.16,
  });
  expect(shortcut.examples).toHaveLength(3);
});

function nameByLength(text: string): string {
  const sentences = Math.floor(text.length / 5);
  if (sentences < 3) return "a";
  return sentences < 5 ? "b" : "c";
}
