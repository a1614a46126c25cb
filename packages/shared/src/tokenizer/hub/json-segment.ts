import type { Place } from "./located-letters.ts";

/** Tokens and their ids, one of each a token. */
export interface TokensWithIds {
  readonly tokens: readonly string[];
  readonly ids: readonly number[];
}

/** Tokens of a segment, without those that the template adds. */
export interface JsonSegment extends TokensWithIds {
  /** Where each token lies in the segment's text. */
  readonly locate: () => readonly Place[];
}
