/**
 * One-sided p-value of Fisher's exact test: how likely so many or more of the
 * hits fall to the first group when both groups are hit alike.
 * @param hits of the first group's `count`, a whole number; `otherHits` of the second's `otherCount`
 */
export function computeFisherP(
  hits: number,
  count: number,
  otherHits: number,
  otherCount: number,
): number {
  const allHits = hits + otherHits;
  const logAll = logChoose(count + otherCount, allHits);
  let p = 0;
  for (let more = hits; more <= Math.min(count, allHits); more += 1) {
    p += Math.exp(logChoose(count, more) + logChoose(otherCount, allHits - more) - logAll);
  }
  return Math.min(1, p);
}

/** Natural logarithm of the binomial coefficient; minus infinity where it is 0. */
function logChoose(all: number, chosen: number): number {
  if (chosen < 0 || chosen > all) return -Infinity;
  let sum = 0;
  for (let one = 1; one <= chosen; one += 1) sum += Math.log((all - chosen + one) / one);
  return sum;
}
