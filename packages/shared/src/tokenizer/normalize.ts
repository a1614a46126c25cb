/**
 * NFKC with the way back: for every UTF-16 unit of the normalized text, the
 * stretch of the original that it came from. A chunk (normalization-chunks.ts)
 * that NFKC leaves alone maps unit by unit; from one that it changes, every unit
 * maps to the whole chunk, because NFKC does not say which part became which.
 */
import { endOfChunk, isStableUnit } from "./normalization-chunks.ts";

/** A normalized text and where its parts lie in the original, as UTF-16 offsets. */
export interface NormalizedText {
  readonly text: string;
  /** Where in the original the code point at `index` of the normalized text begins. */
  originalStart(index: number): number;
  /** Where in the original the code point that ends at `index` of the normalized text ends. */
  originalEnd(index: number): number;
}

/** NFKC of a text, with offsets. */
export function normalizeWithOffsets(original: string): NormalizedText {
  const normalized = original.normalize("NFKC");
  return normalized === original
    ? new UnchangedText(original)
    : new ChangedText(original, normalized);
}

class UnchangedText implements NormalizedText {
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

class ChangedText implements NormalizedText {
  readonly text: string;
  readonly #starts: Uint32Array;
  readonly #ends: Uint32Array;

  constructor(original: string, normalized: string) {
    this.text = normalized;
    this.#starts = new Uint32Array(normalized.length);
    this.#ends = new Uint32Array(normalized.length);
    if (this.#mapChunks(original)) return;
    this.#starts.fill(0);
    this.#ends.fill(original.length);
  }

  originalStart(index: number): number {
    return this.#starts[index] ?? 0;
  }

  originalEnd(index: number): number {
    return this.#ends[index - 1] ?? 0;
  }

  /** False when the chunks do not join to the normalized text: a Unicode version whose rules the chunks do not know. */
  #mapChunks(original: string): boolean {
    let at = 0;
    for (let start = 0; start < original.length;) {
      const end = endOfChunk(original, start);
      const placed = isStableUnit(original, start, end)
        ? this.#placeUnit(original, start, at)
        : this.#placeChunk(original, start, end, at);
      if (placed === 0) return false;
      at += placed;
      start = end;
    }
    return true;
  }

  #placeUnit(original: string, start: number, at: number): number {
    if (this.text.charCodeAt(at) !== original.charCodeAt(start)) return 0;
    this.#starts[at] = start;
    this.#ends[at] = start + 1;
    return 1;
  }

  /** Units placed from `at` on; 0 when the normalized text reads otherwise there. */
  #placeChunk(original: string, start: number, end: number, at: number): number {
    const chunk = original.slice(start, end);
    const normalized = chunk.normalize("NFKC");
    if (!this.text.startsWith(normalized, at)) return 0;
    if (normalized === chunk) this.#mapUnits(chunk, start, at);
    else this.#mapWhole(start, end, at, normalized.length);
    return normalized.length;
  }

  #mapUnits(chunk: string, start: number, at: number): void {
    for (let unit = 0; unit < chunk.length; unit++) {
      this.#starts[at + unit] = start + unit;
      this.#ends[at + unit] = start + unit + 1;
    }
  }

  #mapWhole(start: number, end: number, at: number, length: number): void {
    this.#starts.fill(start, at, at + length);
    this.#ends.fill(end, at, at + length);
  }
}
