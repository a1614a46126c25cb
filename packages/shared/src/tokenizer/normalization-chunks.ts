/**
 * Chunks that NFKC treats on their own: the NFKC of a text is the NFKC of its
 * chunks, joined. A chunk begins at every code point that cannot change together
 * with what stands before it. One that can is a combining mark or the second
 * part of a canonical composition, which outside the marks means Hangul vowels
 * and final consonants and, since Unicode 16, the Kirat Rai vowel sign U+16D67
 * (UAX #15, sections 9 and 14: `NFC_QC=Maybe`). What counts is the first code
 * point of its own NFKC: half-width `ﾞ` becomes the mark U+3099.
 */

const ATTACHING = /^[\p{M}\u1160-\u11ff\u{16d67}]/u;

const UNKNOWN = 0;
const STABLE = 1;
const CHANGING = 2;
const ATTACHES = 3;

/** How each UTF-16 unit behaves, found out when it is first met. */
const classes = new Uint8Array(0x10000);

/** Offset after the chunk that begins at `start`. */
export function endOfChunk(text: string, start: number): number {
  let end = start + lengthAt(text, start);
  while (end < text.length && classAt(text, end) === ATTACHES) end += lengthAt(text, end);
  return end;
}

/** Whether the chunk is one UTF-16 unit that is its own NFKC; false only costs time. */
export function isStableUnit(text: string, start: number, end: number): boolean {
  return end - start === 1 && classAt(text, start) === STABLE;
}

function lengthAt(text: string, index: number): number {
  return (text.codePointAt(index) ?? 0) > 0xffff ? 2 : 1;
}

function classAt(text: string, index: number): number {
  const codePoint = text.codePointAt(index) ?? 0;
  if (codePoint > 0xffff) return classify(codePoint);
  const known = classes[codePoint] ?? UNKNOWN;
  if (known !== UNKNOWN) return known;
  const found = classify(codePoint);
  classes[codePoint] = found;
  return found;
}

function classify(codePoint: number): number {
  const character = String.fromCodePoint(codePoint);
  const normalized = character.normalize("NFKC");
  if (ATTACHING.test(normalized)) return ATTACHES;
  return normalized === character ? STABLE : CHANGING;
}
