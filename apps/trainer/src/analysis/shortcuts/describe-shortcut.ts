import type { Shortcut, ShortcutExample } from "../../report/report.ts";
import type { FlipTest } from "./flip-test.ts";
import { type Flip, measureFall, type MeasuredTest } from "./measured-test.ts";

const EXAMPLES = 3;

/** @param measured with a flip at least, and controls */
export function describeShortcut({
  test,
  trials,
  flips,
  controls,
  controlFlips,
}: MeasuredTest): Shortcut {
  const { phrase, change, from } = test;
  return {
    phrase,
    change,
    from,
    to: nameMostFrequent(flips),
    count: trials,
    flips: flips.length,
    flipRate: flips.length / trials,
    expectedFlipRate: controlFlips / controls,
    examples: chooseExamples(flips, test),
  };
}

/** The label that the texts are given the most; the first of equal ones. */
function nameMostFrequent(flips: readonly Flip[]): string {
  const groups = Map.groupBy(flips, ({ answer }) => answer.label);
  const [most] = Array.from(groups).sort(([, left], [, right]) => right.length - left.length);
  return most?.[0] ?? "";
}

/** Those whose scores change the most: a sure answer into another sure one. */
function chooseExamples(flips: readonly Flip[], { from }: FlipTest): ShortcutExample[] {
  return flips
    .toSorted((left, right) => measureFall(right, from) - measureFall(left, from))
    .slice(0, EXAMPLES)
    .map(({ before, text, answer }) => ({
      source: before.example.source,
      before: before.example.text,
      after: text,
      scoreBefore: before.answer.scores[from] ?? 0,
      scoreAfter: answer.scores[from] ?? 0,
    }));
}
