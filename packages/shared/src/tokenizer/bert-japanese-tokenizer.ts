import { KanjoError } from "../error.ts";
import { appendCharacters } from "./character-subwords.ts";
import type { BertJapaneseTokenizerConfig } from "./config.ts";
import { buildEncoding } from "./encoding.ts";
import { joinTokens } from "./join-tokens.ts";
import { SpecialTokens } from "./special-tokens.ts";
import { Subwords } from "./subwords.ts";
import type { EncodeOptions, Encoding, Token, Tokenizer } from "./tokenizer.ts";
import type { Vocabulary } from "./vocabulary.ts";
import { requireWellFormed } from "./well-formed.ts";

/**
 * `BertJapaneseTokenizer` of transformers 5 with `mecab` words and `character`
 * subwords, as `tohoku-nlp/bert-base-japanese-char-v3` has it.
 */
export class BertJapaneseTokenizer implements Tokenizer {
  readonly #vocabulary: Vocabulary;
  readonly #specials: SpecialTokens;

  /** @throws KanjoError `special-tokens-invalid` when the vocabulary lacks one of them */
  constructor(config: BertJapaneseTokenizerConfig, vocabulary: Vocabulary) {
    this.#vocabulary = vocabulary;
    this.#specials = new SpecialTokens(config.specialTokens, vocabulary);
  }

  get vocabularySize(): number {
    return this.#vocabulary.size;
  }

  tokenize(text: string): Token[] {
    const { ids, starts, ends } = this.#split(text);
    return ids.map((id, index) => ({
      text: this.#tokenOf(id),
      start: starts[index] ?? 0,
      end: ends[index] ?? 0,
    }));
  }

  encode(text: string, options: EncodeOptions = {}): Encoding {
    const texts = options.pair === undefined ? [text] : [text, options.pair];
    const segments = texts.map((segment) => this.#split(segment));
    return buildEncoding(segments, options, this.#specials, this.#vocabulary);
  }

  decode(ids: ArrayLike<number>, options: { readonly skipSpecialTokens?: boolean } = {}): string {
    const known = Array.from(ids, (id) => this.#requireKnown(id));
    const kept =
      options.skipSpecialTokens === true ? known.filter((id) => !this.#specials.has(id)) : known;
    return joinTokens(kept.map((id) => this.#tokenOf(id)));
  }

  #split(text: string): Subwords {
    requireWellFormed(text);
    const subwords = new Subwords();
    const unknownId = this.#specials.ids.unk;
    for (const { start, end, specialId } of this.#specials.split(text)) {
      if (specialId === undefined) {
        appendCharacters(text.slice(start, end), start, this.#vocabulary, unknownId, subwords);
      } else {
        subwords.push(specialId, start, end);
      }
    }
    return subwords;
  }

  #requireKnown(id: number): number {
    if (Number.isInteger(id) && id >= 0 && id < this.vocabularySize) return id;
    throw new KanjoError(
      "token-id-unknown",
      `token id is ${id}, expected a whole number from 0 to ${this.vocabularySize - 1}`,
      { hint: "Decode with the vocabulary that the ids were made with." },
    );
  }

  /** An id that lost its token to a later line reads as unknown, as in transformers. */
  #tokenOf(id: number): string {
    return this.#vocabulary.tokenOf(id) ?? this.#vocabulary.tokenOf(this.#specials.ids.unk) ?? "";
  }
}
