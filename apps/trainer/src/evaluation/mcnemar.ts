/**
 * The exact McNemar test: of the texts that only one of two models gets right,
 * either is as likely to be the one if the models are equally good. What counts is
 * how likely a split at least as uneven is, on both sides.
 */

/** The two-sided p-value; 1 where the models never differ. */
export function computeMcNemarP(onlyOne: number, onlyOther: number): number {
  const count = onlyOne + onlyOther;
  const fewer = Math.min(onlyOne, onlyOther);
  if (2 * fewer === count) return 1;
  return Math.min(1, 2 * computeBinomialTail(fewer, count));
}

/** P(X <= hits) of a fair coin that is thrown `count` times; `hits` below a half of them. */
function computeBinomialTail(hits: number, count: number): number {
  let term = computeBinomialTerm(hits, count);
  let tail = 0;
  for (let k = hits; k >= 0 && tail + term > tail; k -= 1) {
    tail += term;
    term *= k / (count - k + 1);
  }
  return tail;
}

/** C(count, hits) / 2^count, halved on the way so that it neither overflows nor loses digits. */
function computeBinomialTerm(hits: number, count: number): number {
  let [term, halvings] = [1, count];
  for (let k = 1; k <= hits; k += 1) {
    term *= (count - k + 1) / k;
    for (; term > 1 && halvings > 0; halvings -= 1) term /= 2;
  }
  return term * 2 ** -halvings;
}
