import type { Point } from "../report/report.ts";

/**
 * At most so many of a curve's points, at about equal distances along it (|dx| + |dy|), both
 * ends among them: what is left out lies within one such distance of what is kept.
 * @param limit at least 2
 */
export function thinCurve(points: readonly Point[], limit: number): readonly Point[] {
  if (points.length <= limit) return points;
  const distances = measureDistances(points);
  const step = (distances.at(-1) ?? 0) / (limit - 1);
  let next = 0;
  const kept = points.filter((_, index) => {
    const distance = distances[index] ?? 0;
    if (index === points.length - 1 || distance < next * step) return false;
    next = Math.floor(distance / step) + 1;
    return true;
  });
  return [...kept.slice(0, limit - 1), ...points.slice(-1)];
}

/** Of each point from the first, along the curve. */
function measureDistances(points: readonly Point[]): readonly number[] {
  let distance = 0;
  return points.map(([x, y], index) => {
    const [lastX, lastY] = points[index - 1] ?? [x, y];
    distance += Math.abs(x - lastX) + Math.abs(y - lastY);
    return distance;
  });
}
