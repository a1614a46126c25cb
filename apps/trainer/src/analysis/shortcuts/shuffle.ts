/** A whole number from 0 to 2 ** 32 - 1 that looks random, the same for the same number (MurmurHash3's finalizer). */
export function scramble(value: number): number {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** The items in an order that has nothing to do with their own, and is always the same. */
export function shuffle<Item>(items: readonly Item[]): Item[] {
  return items
    .map((item, index) => ({ item, key: scramble(index) }))
    .sort((left, right) => left.key - right.key)
    .map(({ item }) => item);
}
