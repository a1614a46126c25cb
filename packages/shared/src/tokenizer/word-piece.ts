/**
 * WordPiece: from the left, always the longest token of the vocabulary that
 * fits, with `##` before every token but the first; a word of which some part
 * fits no token, or that has more than 100 characters, is one unknown token.
 * Source: WordpieceTokenizer in transformers
 * `models/bert_japanese/tokenization_bert_japanese.py`. It splits its words at
 * white space once more: MeCab skips but four of the characters that Python
 * takes for white space.
 */
import { isPythonWhiteSpace } from "./python-white-space.ts";
import type { SubwordCutter, Subwords } from "./subwords.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** In code points. */
const MAX_WORD_LENGTH = 100;

/** Cuts words into word pieces. */
export class WordPiece implements SubwordCutter {
  readonly #vocabulary: Vocabulary;
  readonly #unknownId: number;

  constructor(vocabulary: Vocabulary, unknownId: number) {
    this.#vocabulary = vocabulary;
    this.#unknownId = unknownId;
  }

  cut(text: string, start: number, end: number, output: Subwords): void {
    for (let at = start; at < end;) {
      if (isPythonWhiteSpace(text.charCodeAt(at))) {
        at += 1;
        continue;
      }
      const partEnd = endOfPart(text, at, end);
      this.#cutPart(text, at, partEnd, output);
      at = partEnd;
    }
  }

  /** Appends the tokens of a part without white space, or one unknown token for all of it. */
  #cutPart(text: string, start: number, end: number, output: Subwords): void {
    const before = output.length;
    if (!isTooLong(text, start, end) && this.#appendPieces(text, start, end, output)) return;
    output.truncate(before);
    output.push(this.#unknownId, start, end);
  }

  /** False when some part fits no token; what was appended until then is to be taken back. */
  #appendPieces(text: string, start: number, end: number, output: Subwords): boolean {
    for (let at = start; at < end;) {
      const isContinuation = at > start;
      const id = this.#vocabulary.findLongest(text, at, end, isContinuation);
      if (id === undefined) return false;
      const next = at + this.#vocabulary.lengthOf(id) - (isContinuation ? 2 : 0);
      output.push(id, at, next);
      at = next;
    }
    return true;
  }
}

function endOfPart(text: string, start: number, end: number): number {
  let at = start + 1;
  while (at < end && !isPythonWhiteSpace(text.charCodeAt(at))) at += 1;
  return at;
}

function isTooLong(text: string, start: number, end: number): boolean {
  if (end - start <= MAX_WORD_LENGTH) return false;
  return Array.from(text.slice(start, end)).length > MAX_WORD_LENGTH;
}
