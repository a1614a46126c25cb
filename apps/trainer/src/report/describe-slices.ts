import { computeMacroF1, countConfusions } from "../evaluation/confusion-matrix.ts";
import type { ScoredExample } from "../evaluation/evaluate.ts";
import { isRight, type Prediction, toPredictions } from "../evaluation/predictions.ts";
import { computeAccuracy } from "../jglue/classification-metrics.ts";
import { computeWilsonInterval } from "../evaluation/wilson-interval.ts";
import { type Slice, type SliceName, SLICES } from "./report.ts";
import { hasEmoji } from "./slices/emoji.ts";
import { hasLaughter } from "./slices/laughter.ts";
import { hasMixedScripts } from "./slices/mixed-scripts.ts";
import { hasNegation } from "./slices/negation.ts";
import { hasQuestion } from "./slices/question.ts";
import { hasUrl } from "./slices/url.ts";

/** Parts of a split by what their texts have in common; those without texts are left out. */
export function describeSlices(
  scored: readonly ScoredExample[],
  labels: readonly string[],
): Slice[] {
  const predictions = toPredictions(scored, labels);
  const slices = nameSlices(scored);
  return SLICES.flatMap((name) => {
    const isInside = slices.map((names) => names.includes(name));
    const inside = predictions.filter((_, row) => isInside[row]);
    const outside = predictions.filter((_, row) => !isInside[row]);
    return inside.length === 0 ? [] : describeSlice(name, inside, outside, labels.length);
  });
}

/** The slices that each text of a split is in. */
export function nameSlices(scored: readonly ScoredExample[]): SliceName[][] {
  const rules = makeRules(scored);
  return scored.map((one) => SLICES.filter((name) => rules[name](one)));
}

type Rule = (scored: ScoredExample) => boolean;

function makeRules(scored: readonly ScoredExample[]): Readonly<Record<SliceName, Rule>> {
  const [shortest, middle] = findThirds(scored);
  const ofText =
    (rule: (text: string) => boolean): Rule =>
    ({ example }) =>
      rule(example.text);
  return {
    "length-short": ({ answer }) => answer.tokens <= shortest,
    "length-middle": ({ answer }) => answer.tokens > shortest && answer.tokens <= middle,
    "length-long": ({ answer }) => answer.tokens > middle,
    truncated: ({ answer }) => answer.truncated,
    negation: ofText(hasNegation),
    emoji: ofText(hasEmoji),
    url: ofText(hasUrl),
    laughter: ofText(hasLaughter),
    question: ofText(hasQuestion),
    "mixed-scripts": ofText(hasMixedScripts),
  };
}

/** The greatest lengths of the first and of the second third; equal lengths stay together. */
function findThirds(scored: readonly ScoredExample[]): readonly [number, number] {
  const lengths = Int32Array.from(scored, ({ answer }) => answer.tokens).sort();
  const take = (thirds: number): number =>
    lengths[Math.ceil((lengths.length * thirds) / 3) - 1] ?? 0;
  return [take(1), take(2)];
}

function describeSlice(
  name: SliceName,
  inside: readonly Prediction[],
  outside: readonly Prediction[],
  classes: number,
): Slice {
  return {
    name,
    count: inside.length,
    accuracy: computeAccuracy(inside),
    accuracyInterval: computeWilsonInterval(inside.filter(isRight).length, inside.length),
    macroF1: computeMacroF1(countConfusions(inside, classes)),
    accuracyOfOthers: outside.length === 0 ? null : computeAccuracy(outside),
  };
}
