/**
 * How well a label's score tells its texts from all others, at every threshold
 * that makes a difference: texts with the same score pass one together, so ties
 * neither help nor harm. Areas are computed from all points, before any are left out.
 */
import type { Point } from "../report/report.ts";
import type { TieGroup } from "./rank-predictions.ts";

export interface RankingCurve {
  readonly points: readonly Point[];
  readonly area: number;
}

/**
 * False-positive rate to true-positive rate, from (0, 0) to (1, 1), and the area below (by
 * trapezoids); null where there are no texts of one side.
 */
export function computeRoc(groups: readonly TieGroup[]): RankingCurve | null {
  const [positives, negatives] = countSides(groups);
  if (positives === 0 || negatives === 0) return null;
  const points: Point[] = [[0, 0]];
  let [hits, misses, area] = [0, 0, 0];
  for (const group of groups) {
    area += group.misses * (hits + group.hits / 2);
    hits += group.hits;
    misses += group.misses;
    points.push([misses / negatives, hits / positives]);
  }
  return { points, area: area / positives / negatives };
}

/**
 * Recall to precision, from (0, 1), and average precision: the mean of the precisions
 * weighted by what each adds to the recall, without interpolation; null where there
 * are no texts of one side.
 */
export function computePrecisionRecall(groups: readonly TieGroup[]): RankingCurve | null {
  const [positives, negatives] = countSides(groups);
  if (positives === 0 || negatives === 0) return null;
  const points: Point[] = [[0, 1]];
  let [hits, misses, area] = [0, 0, 0];
  for (const group of groups) {
    hits += group.hits;
    misses += group.misses;
    const precision = hits / (hits + misses);
    area += (group.hits / positives) * precision;
    points.push([hits / positives, precision]);
  }
  return { points, area };
}

function countSides(groups: readonly TieGroup[]): readonly [positives: number, negatives: number] {
  return [
    groups.reduce((sum, { hits }) => sum + hits, 0),
    groups.reduce((sum, { misses }) => sum + misses, 0),
  ];
}
