/**
 * The interface that the trainer and the edge share. An encoding is what a BERT
 * model takes, plus the way back: every token knows which part of the original
 * text it came from, through normalization.
 */

/** A subword and its place in the original text. */
export interface Token {
  readonly text: string;
  /** UTF-16 offset of the first unit in the original text. */
  readonly start: number;
  /** UTF-16 offset after the last unit. */
  readonly end: number;
}

export interface EncodeOptions {
  /** Second segment: `[CLS] text [SEP] pair [SEP]`. */
  readonly pair?: string;
  /** Upper bound on the ids, special tokens included; the longer segment is cut first, from the right. */
  readonly maxTokens?: number;
  /** Fill with the pad id up to this many ids; less than there are changes nothing. */
  readonly padTo?: number;
}

/** All arrays have the same length: one element a token. */
export interface Encoding {
  readonly ids: Int32Array;
  /** 0 for the first segment with its `[CLS]` and `[SEP]`, 1 for the second. */
  readonly typeIds: Int32Array;
  /** 1 for a token, 0 for padding. */
  readonly attentionMask: Int32Array;
  readonly tokens: readonly string[];
  /**
   * Where each token lies in its own segment's text, as UTF-16 offsets;
   * null for special tokens that were added.
   */
  readonly offsets: readonly (readonly [start: number, end: number] | null)[];
  /** True when `maxTokens` cut something off. */
  readonly truncated: boolean;
}

export interface Tokenizer {
  /** How many ids there are, one a line of the vocabulary file. */
  readonly vocabularySize: number;
  /** Subwords of the text, without added special tokens. @throws KanjoError `text-malformed` for lone surrogates */
  tokenize(text: string): Token[];
  /** Ids with `[CLS]` and `[SEP]`. @throws KanjoError `text-malformed`, `max-tokens-invalid`, `pad-to-invalid` */
  encode(text: string, options?: EncodeOptions): Encoding;
  /** Tokens joined as transformers does: spaces between, ` ##` removed. @throws KanjoError `token-id-unknown` */
  decode(ids: ArrayLike<number>, options?: { readonly skipSpecialTokens?: boolean }): string;
}
