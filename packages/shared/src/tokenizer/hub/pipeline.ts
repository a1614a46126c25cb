/**
 * The part of `Tokenizer` of `@huggingface/tokenizers` 0.2.0 that is used. The
 * types that come with it import each other without file extensions, which
 * TypeScript does not resolve for ES modules of Node.
 */
export interface Pipeline {
  readonly normalizer: { normalize(text: string): string } | null;
  readonly pre_tokenizer: {
    pre_tokenize(text: string, options: { readonly section_index: number }): string[];
  } | null;
  readonly model: Model;
  readonly post_processor: {
    post_process(
      tokens: readonly string[],
      pair: readonly string[] | null,
      addSpecialTokens: boolean,
    ): ProcessedTokens;
  } | null;
  encode(
    text: string,
    options: { readonly add_special_tokens: boolean },
  ): { readonly ids: readonly number[]; readonly tokens: readonly string[] };
  decode(
    ids: readonly number[],
    options: {
      readonly skip_special_tokens: boolean;
      readonly clean_up_tokenization_spaces: boolean;
    },
  ): string;
  token_to_id(token: string): number | undefined;
  id_to_token(id: number): string | undefined;
}

interface Model {
  /** Tokens by their ids. */
  readonly vocab: readonly string[];
  readonly unk_token?: string;
  readonly unk_token_id?: number;
  readonly end_of_word_suffix?: string;
  /** Tokens of words. */
  (words: readonly string[]): string[];
}

interface ProcessedTokens {
  readonly tokens: readonly string[];
  readonly token_type_ids?: readonly number[];
}
