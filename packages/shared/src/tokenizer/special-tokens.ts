/**
 * Special tokens are found in the raw text, before any normalization: `[SEP]`
 * counts, full-width `［ＳＥＰ］` does not. transformers does it with a trie
 * (`Trie.split` in tokenization_python.py) that takes the longest match but
 * loses its way when a token can begin inside another one; such sets are refused
 * here, and for all others a regular expression finds the same.
 */
import { KanjoError } from "../error.ts";
import type { BertJapaneseTokenizerConfig } from "./config.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** A stretch of the text, as UTF-16 offsets, and the id of the special token that it is, if it is one. */
export interface Piece {
  readonly start: number;
  readonly end: number;
  readonly specialId: number | undefined;
}

type Names = BertJapaneseTokenizerConfig["specialTokens"];

/** The special tokens of a model: their ids, and where they lie in a text. */
export class SpecialTokens {
  readonly ids: Readonly<Record<keyof Names, number>>;
  readonly #idsByToken: ReadonlyMap<string, number>;
  readonly #allIds: ReadonlySet<number>;
  readonly #pattern: RegExp;

  /** @throws KanjoError `special-tokens-invalid` when one is empty, can begin inside another, or is not in the vocabulary */
  constructor(names: Names, vocabulary: Vocabulary) {
    refuseOverlaps(Object.values(names));
    this.ids = {
      pad: findId("pad", names.pad, vocabulary),
      unk: findId("unk", names.unk, vocabulary),
      cls: findId("cls", names.cls, vocabulary),
      sep: findId("sep", names.sep, vocabulary),
      mask: findId("mask", names.mask, vocabulary),
    };
    this.#idsByToken = new Map(
      Object.values(this.ids).map((id) => [vocabulary.tokenOf(id) ?? "", id]),
    );
    this.#allIds = new Set(Object.values(this.ids));
    this.#pattern = compilePattern([...this.#idsByToken.keys()]);
  }

  /** Whether `skipSpecialTokens` leaves this id out. */
  has(id: number): boolean {
    return this.#allIds.has(id);
  }

  /** Cuts the text at its special tokens; no piece is empty. */
  split(text: string): Piece[] {
    const pieces: Piece[] = [];
    let start = 0;
    for (const match of text.matchAll(this.#pattern)) {
      const end = match.index + match[0].length;
      if (match.index > start) pieces.push({ start, end: match.index, specialId: undefined });
      pieces.push({ start: match.index, end, specialId: this.#idsByToken.get(match[0]) });
      start = end;
    }
    if (start < text.length) pieces.push({ start, end: text.length, specialId: undefined });
    return pieces;
  }
}

function refuseOverlaps(tokens: readonly string[]): void {
  const firsts = new Set(tokens.map((token) => Array.from(token)[0]));
  for (const token of tokens) {
    const rest = Array.from(token).slice(1);
    if (token !== "" && !rest.some((character) => firsts.has(character))) continue;
    throw new KanjoError(
      "special-tokens-invalid",
      `special token ${JSON.stringify(token)}: expected a text inside which no special token can begin`,
      { hint: "Use tokens in brackets, like [CLS] or <s>." },
    );
  }
}

function findId(role: string, token: string, vocabulary: Vocabulary): number {
  const id = vocabulary.idOf(token);
  if (id !== undefined) return id;
  throw new KanjoError(
    "special-tokens-invalid",
    `special token ${role}: ${JSON.stringify(token)} is not among the ${vocabulary.size} entries of the vocabulary`,
    { hint: "Give the vocabulary file that belongs to this tokenizer configuration." },
  );
}

function compilePattern(tokens: readonly string[]): RegExp {
  const longestFirst = tokens.toSorted((left, right) => right.length - left.length);
  const escaped = longestFirst.map((token) => token.replaceAll(/[\\^$.*+?()[\]{}|/]/g, "\\$&"));
  return new RegExp(escaped.join("|"), "g");
}
