import * as z from "zod";

import type { Answers } from "./answers.ts";

/** What a drift is measured from: what is told of a model by its manifest or by `GET /model`. */
export const ModelFigures = z.looseObject({
  name: z.string(),
  version: z.string(),
  labels: z.array(z.string()).min(2),
  calibration: z.looseObject({
    abstain: z.looseObject({ below: z.number(), coverage: z.number() }).nullable(),
  }),
  metrics: z.record(
    z.string(),
    z.looseObject({
      count: z.int().positive(),
      confusionMatrix: z.array(z.array(z.int().nonnegative())),
    }),
  ),
});
export type ModelFigures = z.infer<typeof ModelFigures>;

/** Labels that the model gave in its evaluation: the columns of the confusion matrix. Null for a split that it has not. */
export function readEvaluation(figures: ModelFigures, split: string): Answers | null {
  const metrics = figures.metrics[split];
  if (metrics === undefined) return null;
  const { count, confusionMatrix } = metrics;
  const labels = new Map(
    figures.labels.map((label, column) => [
      label,
      confusionMatrix.reduce((sum, row) => sum + (row[column] ?? 0), 0),
    ]),
  );
  const { abstain } = figures.calibration;
  return {
    rows: count,
    effective: count,
    labels,
    scores: new Map(),
    abstained: abstain === null ? null : (1 - abstain.coverage) * count,
  };
}
