/**
 * What the compression cost, measured in onnxruntime-web on the whole test split
 * against the float32 weights. A model that loses more than the recipe allows is
 * not released.
 */
import { KanjoError } from "@kanjo/shared/error";
import type { Compression } from "@kanjo/shared/manifest";

import type { ScoredExample } from "../evaluation/evaluate.ts";
import type { ExportRecipe } from "../recipe/recipe.ts";
import { formatPercent } from "../terminal/reporter.ts";

const WORST_SHOWN = 5;

/**
 * @param served answers of the compressed model
 * @param float answers of the float32 weights to the same texts, in the same order
 * @throws KanjoError `compression-lossy` with the figures and the rows of the worst examples
 */
export function checkCompression(
  served: readonly ScoredExample[],
  float: readonly ScoredExample[],
  { weights, max_accuracy_loss, min_agreement }: ExportRecipe,
): Omit<Compression, "vocabulary"> {
  const changes = listChanges(served, float);
  const [right, floatRight] = [countRight(served), countRight(float)];
  const count = served.length;
  const agreement = 1 - changes.length / count;
  const floatAccuracy = floatRight / count;
  // A single text may always change: of few texts it is a large share.
  const isLossy =
    (agreement < min_agreement && changes.length > 1) ||
    ((floatRight - right) / count > max_accuracy_loss && floatRight - right > 1);
  if (!isLossy) return { weights, agreement, floatAccuracy };
  const worst = changes.toSorted((a, b) => b.distance - a.distance).slice(0, WORST_SHOWN);
  throw new KanjoError(
    "compression-lossy",
    `as ${weights} the model gives ${formatPercent(agreement)} of the labels that float32 gives and is right on ${formatPercent(right / count)} of ${count} texts (float32: ${formatPercent(floatAccuracy)}), expected ${formatPercent(min_agreement)} and at most ${formatPercent(max_accuracy_loss)} less. Furthest off: ${worst.map(describeChange).join("; ")}`,
    {
      hint: "Take export.weights int8 or fp32, or say how much may be lost: --set export.min_agreement=0.98 --set export.max_accuracy_loss=0.01",
    },
  );
}

interface Change {
  readonly source: string;
  readonly before: ScoredExample["answer"];
  readonly after: ScoredExample["answer"];
  /** Largest change of a score. */
  readonly distance: number;
}

function listChanges(served: readonly ScoredExample[], float: readonly ScoredExample[]): Change[] {
  return served.flatMap(({ example, answer: after }, at) => {
    const before = float[at]?.answer;
    if (before === undefined) throw new Error("the answers are of other texts");
    if (before.label === after.label) return [];
    const distance = Math.max(
      ...Object.entries(before.scores).map(([label, score]) =>
        Math.abs(score - (after.scores[label] ?? 0)),
      ),
    );
    return [{ source: example.source, before, after, distance }];
  });
}

function countRight(scored: readonly ScoredExample[]): number {
  return scored.filter(({ example, answer }) => example.label === answer.label).length;
}

function describeChange({ source, before, after }: Change): string {
  return `${source} ${before.label} ${before.score.toFixed(2)} → ${after.label} ${after.score.toFixed(2)}`;
}
