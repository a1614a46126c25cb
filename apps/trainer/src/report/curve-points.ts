/** Points of a curve in a report, at most. */
export const CURVE_POINTS = 200;
