/**
 * Lower case as MecabTokenizer of transformers 5 makes it with `do_lower_case`:
 * each of MeCab's words by itself with Python's `str.lower`, which is the same
 * mapping as JavaScript's, final sigma included. CharacterTokenizer normalizes
 * the word once more: `J` and a caron are two characters, `j` and a caron one.
 * Source: transformers `models/bert_japanese/tokenization_bert_japanese.py`.
 */
import { normalizeWithOffsets } from "./normalize.ts";
import { chainOffsets, MappedText, type NormalizedText, UnchangedText } from "./normalized-text.ts";
import type { SubwordCutter, Subwords } from "./subwords.ts";

interface LowerCasingOptions {
  /** Words that stay as they are. */
  readonly exceptions: ReadonlySet<string>;
  /** Whether the subwords are those of the lower-case word's NFKC. */
  readonly normalizeAgain: boolean;
}

/** Cuts words in lower case. */
export class LowerCaseSubwords implements SubwordCutter {
  readonly #subwords: SubwordCutter;
  readonly #options: LowerCasingOptions;

  constructor(subwords: SubwordCutter, options: LowerCasingOptions) {
    this.#subwords = subwords;
    this.#options = options;
  }

  cut(text: string, start: number, end: number, output: Subwords): void {
    const word = text.slice(start, end);
    const { piece } = output;
    const lowered = this.#lower(word);
    if (lowered.text === word || piece === undefined) {
      this.#subwords.cut(text, start, end, output);
      return;
    }
    const normalized = chainOffsets(lowered, piece.normalized, start);
    output.beginPiece({ normalized, offset: piece.offset });
    this.#subwords.cut(normalized.text, 0, normalized.text.length, output);
    output.beginPiece(piece);
  }

  #lower(word: string): NormalizedText {
    if (this.#options.exceptions.has(word)) return new UnchangedText(word);
    const lowered = lowerCaseWithOffsets(word);
    if (!this.#options.normalizeAgain) return lowered;
    return chainOffsets(normalizeWithOffsets(lowered.text), lowered, 0);
  }
}

/** The word in lower case; `İ` becomes two characters that both lead back to it. */
export function lowerCaseWithOffsets(word: string): NormalizedText {
  const lowered = word.toLowerCase();
  if (lowered === word) return new UnchangedText(word);
  const starts: number[] = [];
  const ends: number[] = [];
  let at = 0;
  for (const character of word) {
    const end = at + character.length;
    for (let unit = 0; unit < character.toLowerCase().length; unit++) {
      starts.push(at);
      ends.push(end);
    }
    at = end;
  }
  return new MappedText(lowered, starts, ends);
}
