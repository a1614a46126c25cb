import type { Point } from "./report.ts";

const MAX_POINTS = 300;

/**
 * A noisy curve with at most 300 points: neighbouring steps, equally many of them but for the
 * last, as their mean loss at the last of their steps.
 */
export function thinLoss(points: readonly Point[]): Point[] {
  const size = Math.max(1, Math.ceil(points.length / MAX_POINTS));
  return Array.from({ length: Math.ceil(points.length / size) }, (_, index) =>
    average(points.slice(index * size, (index + 1) * size)),
  );
}

function average(points: readonly Point[]): Point {
  const [step] = points.at(-1) ?? [0];
  return [step, points.reduce((sum, [, loss]) => sum + loss, 0) / points.length];
}
