import type { NormalizedText } from "./normalized-text.ts";

/** Cuts words into subwords. */
export interface SubwordCutter {
  /** Appends the subwords of the word that is `text` from `start` to `end`. */
  cut(text: string, start: number, end: number, output: Subwords): void;
}

/** Which text the places of tokens are in, and how they lead back to the original. */
export interface Piece {
  readonly normalized: NormalizedText;
  /** UTF-16 offset in the original text at which what was normalized begins. */
  readonly offset: number;
}

/**
 * Token ids of a segment with their places, as parallel arrays because they are
 * made by the million. Places are kept as they come, in the normalized text of
 * their piece, and led back to the original only when someone asks for them.
 */
export class Subwords {
  readonly ids: number[] = [];
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  readonly #pieces: Piece[] = [];
  /** How many tokens there were when each piece began. */
  readonly #firstTokens: number[] = [];

  get length(): number {
    return this.ids.length;
  }

  /** The piece that tokens now go to; undefined before the first. */
  get piece(): Piece | undefined {
    return this.#pieces.at(-1);
  }

  /** The tokens from here on have their places in the normalized text of this piece. */
  beginPiece(piece: Piece): void {
    this.#pieces.push(piece);
    this.#firstTokens.push(this.length);
  }

  /** Appends a token that is its piece's normalized text from `start` to `end`. */
  push(id: number, start: number, end: number): void {
    this.ids.push(id);
    this.#starts.push(start);
    this.#ends.push(end);
  }

  /** Takes back all tokens but the first `length`; no piece may have begun since. */
  truncate(length: number): void {
    this.ids.length = length;
    this.#starts.length = length;
    this.#ends.length = length;
  }

  /** Where each token begins and ends, as UTF-16 offsets in the original text. */
  locate(): [start: number, end: number][] {
    return this.#pieces.flatMap((piece, index) => {
      const first = this.#firstTokens[index] ?? 0;
      return this.#locateTokens(piece, first, this.#firstTokens[index + 1] ?? this.length);
    });
  }

  #locateTokens({ normalized, offset }: Piece, first: number, end: number): [number, number][] {
    return Array.from({ length: end - first }, (_, index) => [
      offset + normalized.originalStart(this.#starts[first + index] ?? 0),
      offset + normalized.originalEnd(this.#ends[first + index] ?? 0),
    ]);
  }
}
