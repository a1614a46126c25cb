/**
 * What is wrong among the answers that are given, when the least sure ones are
 * held back (El-Yaniv and Wiener 2010). The area is the mean risk over all
 * coverages 1/n, 2/n, ..., 1 (Geifman et al. 2019); texts with the same score are
 * as if in every order at once, so that the order of the split does not matter.
 */
import type { Point } from "../report/report.ts";
import type { RankingCurve } from "./ranking-curves.ts";
import type { TieGroup } from "./rank-predictions.ts";

/** Share of texts answered to the share of those that are wrong. @param groups of at least one text; a hit is right */
export function computeRiskCoverage(groups: readonly TieGroup[]): RankingCurve {
  const count = groups.reduce((sum, { hits, misses }) => sum + hits + misses, 0);
  const points: Point[] = [];
  let [answered, wrong, area] = [0, 0, 0];
  for (const { hits, misses } of groups) {
    const size = hits + misses;
    for (let taken = 1; taken <= size; taken += 1) {
      area += (wrong + (misses * taken) / size) / (answered + taken);
    }
    answered += size;
    wrong += misses;
    points.push([answered / count, wrong / answered]);
  }
  return { points, area: area / count };
}
