/** FNV-1a over UTF-16 units (Fowler, Noll, Vo; 32 bits). */
const FNV_OFFSET = 0x811c9dc5 | 0;
const FNV_PRIME = 0x01000193;

/** Hash of the empty text. */
export const EMPTY_HASH = FNV_OFFSET;

/** Hash of `text` from `start` to `end`. */
export function hashText(text: string, start: number, end: number): number {
  let hash = EMPTY_HASH;
  for (let at = start; at < end; at++) hash = extendHash(hash, text.charCodeAt(at));
  return hash;
}

/** Hash of a text that has one UTF-16 unit more. */
export function extendHash(hash: number, unit: number): number {
  return Math.imul(hash ^ unit, FNV_PRIME);
}

/** Bits that choose a place in a table, by a mask from below; the upper bits of the hash say more and are brought down. */
export function chooseSlot(hash: number): number {
  return hash ^ (hash >>> 15);
}
