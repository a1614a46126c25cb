/**
 * The characters of MeCab's words, without MeCab. Words border on each other
 * except for the white space that MeCab skips, the SPACE category of the
 * dictionary's char.def, so with characters the segmentation drops out. The text
 * ends at its first NUL, because MeCab takes a C string, and at 65,535 skipped
 * characters in a row: MeCab keeps the length of a word with the white space
 * before it in 16 bits, and a word that begins after so many has the length 0.
 * (After exactly 65,535, transformers fails on Japanese, and MeCab cuts ASCII
 * words of its dictionary in a strange way. That is not imitated.)
 * Source: MeCab `src/tokenizer.cpp` (`lookup`), `src/mecab.h` (`rlength`).
 */
import { normalizeWithOffsets } from "./normalize.ts";
import type { PieceCutter } from "./piece-cutter.ts";
import type { SubwordCutter, Subwords } from "./subwords.ts";

const MAX_SKIPPED_IN_A_ROW = 65_534;

/** Cuts texts into characters, as MeCab's words with character subwords come out for UniDic and IPADIC. */
export class UnsegmentedCharacters implements PieceCutter {
  readonly #characters: SubwordCutter;

  constructor(characters: SubwordCutter) {
    this.#characters = characters;
  }

  cut(text: string, offset: number, output: Subwords): void {
    const normalized = normalizeWithOffsets(cutAtNul(text));
    output.beginPiece({ normalized, offset });
    for (let at = 0; at < normalized.text.length;) {
      const start = skipWhiteSpace(normalized.text, at);
      if (start - at > MAX_SKIPPED_IN_A_ROW) return;
      at = endOfRun(normalized.text, start);
      this.#characters.cut(normalized.text, start, at, output);
    }
  }
}

function cutAtNul(text: string): string {
  const end = text.indexOf("\0");
  return end === -1 ? text : text.slice(0, end);
}

function skipWhiteSpace(text: string, start: number): number {
  let at = start;
  while (at < text.length && isSkippedByMecab(text.charCodeAt(at))) at += 1;
  return at;
}

function endOfRun(text: string, start: number): number {
  let at = start;
  while (at < text.length && !isSkippedByMecab(text.charCodeAt(at))) at += 1;
  return at;
}

/** Space, tab, line feed and vertical tab; the carriage return is not among them. */
function isSkippedByMecab(unit: number): boolean {
  return unit === 0x20 || unit === 0x09 || unit === 0x0a || unit === 0x0b;
}
