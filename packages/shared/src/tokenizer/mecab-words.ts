/**
 * From a text between special tokens to the subwords of its words, as
 * MecabTokenizer of transformers has them: NFKC, and of that MeCab's words up to
 * the first NUL, because MeCab takes a C string.
 * Source: transformers `models/bert_japanese/tokenization_bert_japanese.py`;
 * fugashi `GenericTagger`.
 */
import type { Dictionary } from "../segmenter/dictionary.ts";
import { normalizeWithOffsets } from "./normalize.ts";
import type { PieceCutter } from "./piece-cutter.ts";
import type { SubwordCutter, Subwords } from "./subwords.ts";

/** Cuts texts into words by a dictionary, and those into subwords. */
export class MecabWords implements PieceCutter {
  readonly #dictionary: Dictionary;
  readonly #subwords: SubwordCutter;

  constructor(dictionary: Dictionary, subwords: SubwordCutter) {
    this.#dictionary = dictionary;
    this.#subwords = subwords;
  }

  cut(text: string, offset: number, output: Subwords): void {
    const normalized = normalizeWithOffsets(text);
    output.beginPiece({ normalized, offset });
    const words = this.#dictionary.segment(normalized.text);
    for (let word = 0; word < words.length; word++) {
      const start = words.starts[word] ?? 0;
      this.#subwords.cut(normalized.text, start, words.ends[word] ?? start, output);
    }
  }
}
