/** A normalized text and where its parts lie in the original, as UTF-16 offsets. */
export interface NormalizedText {
  readonly text: string;
  /** Where in the original the code point at `index` of the normalized text begins. */
  originalStart(index: number): number;
  /** Where in the original the code point that ends at `index` of the normalized text ends. */
  originalEnd(index: number): number;
}

/** What `inner` made of the text that `outer` had made, from its offset `start` on. */
export function chainOffsets(
  inner: NormalizedText,
  outer: NormalizedText,
  start: number,
): NormalizedText {
  return {
    text: inner.text,
    originalStart: (index) => outer.originalStart(start + inner.originalStart(index)),
    originalEnd: (index) => outer.originalEnd(start + inner.originalEnd(index)),
  };
}

/** A text that nothing has changed. */
export class UnchangedText implements NormalizedText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  originalStart(index: number): number {
    return index;
  }

  originalEnd(index: number): number {
    return index;
  }
}

/** A text of which each unit has a stretch of the original, from `starts` to `ends`. */
export class MappedText implements NormalizedText {
  readonly text: string;
  readonly #starts: ArrayLike<number>;
  readonly #ends: ArrayLike<number>;

  constructor(text: string, starts: ArrayLike<number>, ends: ArrayLike<number>) {
    this.text = text;
    this.#starts = starts;
    this.#ends = ends;
  }

  originalStart(index: number): number {
    return this.#starts[index] ?? 0;
  }

  originalEnd(index: number): number {
    return this.#ends[index - 1] ?? 0;
  }
}
