/** Buckets of the hash; a text of 40 characters has about 80 n-grams, so that even a million texts leave most apart. */
export const NGRAM_BUCKETS = 2 ** 22;

const BUCKET_BITS = 22;
const FNV_OFFSET = 0x811c9dc5 | 0;
const FNV_PRIME = 0x01000193;
const GOLDEN_RATIO = 0x9e3779b1 | 0;

/**
 * How often each of the text's two- and three-character stretches occurs, by hash: characters
 * are UTF-16 units after NFKC and lower-casing, white space is one space, and the ends count as
 * characters, so that a text of one character has n-grams, too.
 */
export function countCharacterNgrams(text: string): Map<number, number> {
  const framed = `\u0002${text.normalize("NFKC").toLowerCase().replaceAll(/\s+/g, " ").trim()}\u0003`;
  const counts = new Map<number, number>();
  const count = (hash: number): void => {
    const bucket = Math.imul(hash, GOLDEN_RATIO) >>> (32 - BUCKET_BITS);
    counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
  };
  for (let at = 0; at + 1 < framed.length; at += 1) {
    const pair = extend(extend(FNV_OFFSET, framed.charCodeAt(at)), framed.charCodeAt(at + 1));
    count(pair);
    if (at + 2 < framed.length) count(extend(pair, framed.charCodeAt(at + 2)));
  }
  return counts;
}

/** FNV-1a by UTF-16 units instead of bytes. */
function extend(hash: number, unit: number): number {
  return Math.imul(hash ^ unit, FNV_PRIME);
}
