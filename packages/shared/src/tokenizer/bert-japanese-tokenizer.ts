import { KanjoError } from "../error.ts";
import type { Dictionary } from "../segmenter/dictionary.ts";
import type { BertJapaneseTokenizerConfig } from "./config.ts";
import { buildEncoding } from "./encoding.ts";
import { joinTokens } from "./join-tokens.ts";
import { makePieceCutter } from "./make-piece-cutter.ts";
import { UnchangedText } from "./normalized-text.ts";
import type { PieceCutter } from "./piece-cutter.ts";
import { SpecialTokens } from "./special-tokens.ts";
import { Subwords } from "./subwords.ts";
import type { EncodeOptions, Encoding, Token, Tokenizer } from "./tokenizer.ts";
import type { Vocabulary } from "./vocabulary.ts";
import { requireWellFormed } from "./well-formed.ts";

/** `BertJapaneseTokenizer` of transformers 5 with `mecab` words, as the models of tohoku-nlp have it. */
export class BertJapaneseTokenizer implements Tokenizer {
  readonly #vocabulary: Vocabulary;
  readonly #specials: SpecialTokens;
  readonly #cutter: PieceCutter;

  /** @throws KanjoError `special-tokens-invalid` when the vocabulary lacks one of them */
  constructor(
    config: BertJapaneseTokenizerConfig,
    vocabulary: Vocabulary,
    dictionary: Dictionary | undefined,
  ) {
    this.#vocabulary = vocabulary;
    this.#specials = new SpecialTokens(config.specialTokens, vocabulary);
    const unknownId = this.#specials.ids.unk;
    this.#cutter = makePieceCutter(config, { vocabulary, unknownId, dictionary });
  }

  get vocabularySize(): number {
    return this.#vocabulary.size;
  }

  tokenize(text: string): Token[] {
    const subwords = this.#split(text);
    return subwords.locate().map(([start, end], index) => ({
      text: this.#tokenOf(subwords.ids[index] ?? 0),
      start,
      end,
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
    for (const { start, end, specialId } of this.#specials.split(text)) {
      const piece = text.slice(start, end);
      if (specialId === undefined) {
        this.#cutter.cut(piece, start, subwords);
      } else {
        subwords.beginPiece({ normalized: new UnchangedText(piece), offset: start });
        subwords.push(specialId, 0, piece.length);
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
