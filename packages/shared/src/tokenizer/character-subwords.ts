/**
 * One token a code point. Source: CharacterTokenizer in transformers
 * `models/bert_japanese/tokenization_bert_japanese.py`.
 */
import type { SubwordCutter, Subwords } from "./subwords.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** Cuts words into characters. */
export class CharacterSubwords implements SubwordCutter {
  readonly #vocabulary: Vocabulary;
  readonly #unknownId: number;

  constructor(vocabulary: Vocabulary, unknownId: number) {
    this.#vocabulary = vocabulary;
    this.#unknownId = unknownId;
  }

  cut(text: string, start: number, end: number, output: Subwords): void {
    for (let at = start; at < end;) {
      const next = at + ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1);
      output.push(this.#vocabulary.idOfRange(text, at, next) ?? this.#unknownId, at, next);
      at = next;
    }
  }
}
