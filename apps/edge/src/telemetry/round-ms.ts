/** A duration to the microsecond, which is more than any clock here tells. */
export function roundMs(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
