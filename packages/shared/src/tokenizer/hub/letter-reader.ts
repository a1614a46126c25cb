import { decodeByteLevel } from "./byte-level.ts";
import type { Pipeline } from "./pipeline.ts";
import type { TokenLetters } from "./place-tokens.ts";
import type { TokenizerJson } from "./tokenizer-json.ts";

const SPACE = 0x20;
const BYTE_TOKEN = /^<0x([0-9A-F]{2})>$/;
/** White space, and the sign that stands for it in many models. */
const SPACES = /[\p{White_Space}\u2581]+/gu;

const encoder = new TextEncoder();

/**
 * Reads texts, words and tokens as letters, which are the UTF-8 bytes of their
 * normalized form without white space (in byte-level models without U+0020), so
 * that those of words and tokens join to those of the text.
 */
export class LetterReader {
  readonly #pipeline: Pipeline;
  readonly #isByteLevel: boolean;
  readonly #hasByteTokens: boolean;
  readonly #continuation: string;
  readonly #unknown: TokenLetters;

  constructor(pipeline: Pipeline, json: TokenizerJson) {
    this.#pipeline = pipeline;
    this.#isByteLevel = hasByteLevel(json.pre_tokenizer);
    this.#hasByteTokens = json.model.byte_fallback === true;
    const fallback = json.model.type === "WordPiece" ? "##" : "";
    this.#continuation = json.model.continuing_subword_prefix ?? fallback;
    const isOneByOne = json.model.type === "BPE" && json.model.fuse_unk !== true;
    this.#unknown = isOneByOne ? "one character" : "unknown";
  }

  readText(text: string): number[] {
    const normalized = this.#pipeline.normalizer?.normalize(text) ?? text;
    return this.#isByteLevel ? dropSpaces(encoder.encode(normalized)) : readLetters(normalized);
  }

  /** Letters of what the pre-tokenizer has cut out. */
  readWord(word: string): number[] {
    return this.#isByteLevel ? dropSpaces(decodeByteLevel(word)) : readLetters(word);
  }

  /** Letters of a word's token. */
  readToken(token: string, isFirst: boolean): TokenLetters {
    const { model } = this.#pipeline;
    if (token === model.unk_token) return this.#unknown;
    const byte = this.#hasByteTokens ? BYTE_TOKEN.exec(token)?.[1] : undefined;
    if (byte !== undefined) return [Number.parseInt(byte, 16)];
    const prefix = isFirst ? "" : this.#continuation;
    const suffix = model.end_of_word_suffix ?? "";
    const start = token.startsWith(prefix) ? prefix.length : 0;
    return this.readWord(
      token.slice(start, token.length - (token.endsWith(suffix) ? suffix.length : 0)),
    );
  }
}

function readLetters(text: string): number[] {
  return [...encoder.encode(text.replaceAll(SPACES, ""))];
}

function dropSpaces(bytes: Iterable<number>): number[] {
  return [...bytes].filter((byte) => byte !== SPACE);
}

function hasByteLevel(component: unknown): boolean {
  if (typeof component !== "object" || component === null) return false;
  if ("type" in component && component.type === "ByteLevel") return true;
  if (!("pretokenizers" in component) || !Array.isArray(component.pretokenizers)) return false;
  return component.pretokenizers.some(hasByteLevel);
}
