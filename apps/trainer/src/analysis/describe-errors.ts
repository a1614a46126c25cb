import type { Example } from "../dataset/dataset.ts";
import type { ScoredExample } from "../evaluation/evaluate.ts";
import type { ClassifierPool } from "../inference/classifier-pool.ts";
import type { ErrorExample, ErrorReport, Influence } from "../report/report.ts";
import { makeLabelNoiseTest } from "./label-noise.ts";
import { findNeighbours } from "./near-neighbours.ts";

export interface ErrorOptions {
  readonly pool: Pick<ClassifierPool, "explain">;
  /** Where near neighbours are looked for; empty where it is not at hand. */
  readonly train: readonly Example[];
  /** Errors shown, the surest ones; 500 when it is left out. */
  readonly limit?: number;
  /** Of these, how many have their words weighed; 100 when it is left out. Of long texts, fewer. */
  readonly explained?: number;
}

/** Enough to vote, few enough to be read. */
const NEIGHBOURS = { count: 5, leastSimilarity: 0.3 };

/**
 * A text of n tokens is run about n times, at n tokens each. The explained texts
 * together may cost as much as so many of this length, some ten seconds a
 * hundred for a 6x384 model on two cores; those that are too long are passed over.
 */
const EXPLAINED_TOKENS = 40;

/**
 * The errors of a split, sorted by the predicted label's score, the surest first.
 * @throws KanjoError what the pool throws
 */
export async function describeErrors(
  scored: readonly ScoredExample[],
  { pool, train, limit = 500, explained = 100 }: ErrorOptions,
): Promise<ErrorReport> {
  const errors = findErrors(scored);
  const shown = errors.slice(0, limit);
  const neighbours = findNeighbours(
    shown.map(({ example }) => example),
    train,
    NEIGHBOURS,
  );
  const influences = await explainErrors(shown, pool, explained);
  const isLabelNoise = makeLabelNoiseTest(scored);
  return {
    total: errors.length,
    shown: shown.map((error, index): ErrorExample => {
      const near = neighbours[index] ?? [];
      return {
        ...describeError(error),
        influences: influences.get(error) ?? null,
        neighbours: near,
        isLikelyLabelNoise: isLabelNoise(error, near),
      };
    }),
  };
}

interface ScoredError extends ScoredExample {
  readonly row: number;
}

function findErrors(scored: readonly ScoredExample[]): ScoredError[] {
  return scored
    .map((one, index) => ({ ...one, row: index + 1 }))
    .filter(({ example, answer }) => answer.label !== example.label)
    .sort((left, right) => right.answer.score - left.answer.score);
}

async function explainErrors(
  errors: readonly ScoredError[],
  pool: Pick<ClassifierPool, "explain">,
  explained: number,
): Promise<ReadonlyMap<ScoredError, readonly Influence[]>> {
  const chosen = chooseExplained(errors, explained);
  const found = await Promise.all(
    chosen.map(async (error) => {
      const { influences } = await pool.explain(error.example.text);
      return [error, influences] as const;
    }),
  );
  return new Map(found);
}

function chooseExplained(errors: readonly ScoredError[], explained: number): ScoredError[] {
  const chosen: ScoredError[] = [];
  let left = explained * EXPLAINED_TOKENS ** 2;
  for (const error of errors) {
    const cost = error.answer.tokens ** 2;
    if (chosen.length === explained) break;
    if (cost > left) continue;
    chosen.push(error);
    left -= cost;
  }
  return chosen;
}

function describeError({ row, example, answer }: ScoredError) {
  const { source, text, label: gold } = example;
  const { label: predicted, score, scores, tokens, truncated } = answer;
  return {
    row,
    source,
    text,
    gold,
    predicted,
    score,
    goldScore: scores[gold] ?? 0,
    tokens,
    truncated,
  };
}
