import { EngineMetrics } from "@kanjo/shared/contract/event";
import * as z from "zod";

/** A split's figures, of whatever task and of whichever layout of the files. */
export interface SplitScores {
  /** Rows; null where that was not kept. */
  readonly count: number | null;
  readonly loss: number | null;
  /** The score by which epochs are compared. */
  readonly primary: string;
  readonly scores: Readonly<Record<string, number>>;
}

/** As the manifest has them, and as the engine had them before it knew other tasks. */
const ClassificationFigures = z.object({
  count: z.int().positive(),
  accuracy: z.number(),
  macroF1: z.number().optional(),
  macro_f1: z.number().optional(),
  loss: z.number().nullable().default(null),
});

/** Reads the figures of a split; null for anything else. */
export function readSplitScores(value: unknown): SplitScores | null {
  const metrics = EngineMetrics.safeParse(value);
  if (metrics.success) return metrics.data;
  const figures = ClassificationFigures.safeParse(value);
  if (!figures.success) return null;
  const { count, loss, accuracy, macroF1, macro_f1: macro = macroF1 } = figures.data;
  const scores = { accuracy, ...(macro === undefined ? {} : { macro_f1: macro }) };
  return { count, loss, primary: "accuracy", scores };
}

/** The value of the score that the task goes by, if it was computed. */
export function primaryScore({ primary, scores }: SplitScores): number | undefined {
  return scores[primary];
}
