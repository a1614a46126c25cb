import { KanjoError } from "../../error.ts";
import type { EncodeOptions, Encoding, Token, Tokenizer } from "../tokenizer.ts";
import { requireWellFormed } from "../well-formed.ts";
import { assembleEncoding } from "./assemble-encoding.ts";
import { fallBackToBytes } from "./byte-fallback.ts";
import type { JsonSegment, TokensWithIds } from "./json-segment.ts";
import { SequenceTemplate } from "./sequence-template.ts";
import { TokenLocator } from "./token-locator.ts";
import type { Pipeline } from "./pipeline.ts";
import type { TokenizerJson, TokenizerJsonConfig } from "./tokenizer-json.ts";

/**
 * A `tokenizer.json` behind our interface. Ids are those of
 * `@huggingface/tokenizers` 0.2.0, plus the bytes of unknown characters where the
 * model is Unigram with `byte_fallback`, which that library passes over. It has
 * no offsets; see token-locator.ts for ours.
 */
export class JsonTokenizer implements Tokenizer {
  readonly #pipeline: Pipeline;
  readonly #template: SequenceTemplate;
  readonly #locator: TokenLocator;
  readonly #config: TokenizerJsonConfig;
  readonly #fallsBackToBytes: boolean;

  constructor(pipeline: Pipeline, json: TokenizerJson, config: TokenizerJsonConfig) {
    this.#pipeline = pipeline;
    this.#template = new SequenceTemplate(pipeline, json);
    this.#config = config;
    this.#fallsBackToBytes = json.model.type === "Unigram" && json.model.byte_fallback === true;
    this.#locator = new TokenLocator(pipeline, json, (word) => this.#cutWord(word));
  }

  get vocabularySize(): number {
    return this.#pipeline.model.vocab.length;
  }

  tokenize(text: string): Token[] {
    const segment = this.#split(text);
    return segment.locate().map(([start, end], index) => ({
      text: segment.tokens[index] ?? "",
      start,
      end,
    }));
  }

  encode(text: string, options: EncodeOptions = {}): Encoding {
    const texts = options.pair === undefined ? [text] : [text, options.pair];
    const segments = texts.map((segment) => this.#split(segment));
    return assembleEncoding(segments, options, this.#template, () => this.#findPadding());
  }

  decode(ids: ArrayLike<number>, options: { readonly skipSpecialTokens?: boolean } = {}): string {
    const known = Array.from(ids, (id) => this.#requireKnown(id));
    if (known.length === 0) return "";
    return this.#pipeline.decode(known, {
      skip_special_tokens: options.skipSpecialTokens === true,
      clean_up_tokenization_spaces: this.#config.clean_up_tokenization_spaces ?? false,
    });
  }

  #split(text: string): JsonSegment {
    requireWellFormed(text);
    const encoded = this.#pipeline.encode(text, { add_special_tokens: false });
    const { tokens, ids } = this.#replaceUnknown(encoded);
    return { tokens, ids, locate: () => this.#locator.locate(text, tokens) };
  }

  #cutWord(word: string): readonly string[] {
    const { model } = this.#pipeline;
    const tokens = model([word]);
    const ids = tokens.map(
      (token) => this.#pipeline.token_to_id(token) ?? model.unk_token_id ?? -1,
    );
    return this.#replaceUnknown({ tokens, ids }).tokens;
  }

  #replaceUnknown(encoded: TokensWithIds): TokensWithIds {
    if (!this.#fallsBackToBytes) return encoded;
    return fallBackToBytes(encoded, this.#pipeline.model.unk_token_id, (token) =>
      this.#pipeline.token_to_id(token),
    );
  }

  #findPadding(): { readonly id: number; readonly token: string } {
    const token = this.#config.pad_token ?? undefined;
    const id = token === undefined ? undefined : this.#pipeline.token_to_id(token);
    if (token !== undefined && id !== undefined) return { id, token };
    throw new KanjoError(
      "pad-token-missing",
      `pad_token of tokenizer_config.json is ${JSON.stringify(token) ?? "missing"}, expected a token of tokenizer.json`,
      { hint: "Encode without padTo, or give the model's tokenizer_config.json." },
    );
  }

  #requireKnown(id: number): number {
    if (this.#pipeline.id_to_token(id) !== undefined) return id;
    throw new KanjoError(
      "token-id-unknown",
      `token id is ${id}, expected one of the ${this.vocabularySize} of tokenizer.json`,
      { hint: "Decode with the tokenizer that the ids were made with." },
    );
  }
}
