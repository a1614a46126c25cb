/**
 * NFKC with the way back: for every UTF-16 unit of the normalized text, the
 * stretch of the original that it came from. A chunk (normalization-chunks.ts)
 * that NFKC leaves alone maps unit by unit; from one that it changes, every unit
 * maps to the whole chunk, because NFKC does not say which part became which.
 */
import { endOfChunk, isStableUnit } from "./normalization-chunks.ts";
import { MappedText, type NormalizedText, UnchangedText } from "./normalized-text.ts";

/** NFKC of a text, with offsets, which are worked out when one is first asked for. */
export function normalizeWithOffsets(original: string): NormalizedText {
  const normalized = original.normalize("NFKC");
  return normalized === original
    ? new UnchangedText(original)
    : new ChangedText(original, normalized);
}

class ChangedText implements NormalizedText {
  readonly text: string;
  readonly #original: string;
  #mapped: NormalizedText | undefined;

  constructor(original: string, normalized: string) {
    this.text = normalized;
    this.#original = original;
  }

  originalStart(index: number): number {
    return this.#map().originalStart(index);
  }

  originalEnd(index: number): number {
    return this.#map().originalEnd(index);
  }

  #map(): NormalizedText {
    this.#mapped ??= new ChunkMapping(this.#original, this.text).finish();
    return this.#mapped;
  }
}

/** Places the normalized chunks of a text one after the other. */
class ChunkMapping {
  readonly #original: string;
  readonly #text: string;
  readonly #starts: Uint32Array;
  readonly #ends: Uint32Array;

  constructor(original: string, normalized: string) {
    this.#original = original;
    this.#text = normalized;
    this.#starts = new Uint32Array(normalized.length);
    this.#ends = new Uint32Array(normalized.length);
  }

  /** Everything leads back to everything when the chunks do not join to the normalized text. */
  finish(): NormalizedText {
    if (!this.#placeChunks()) {
      this.#starts.fill(0);
      this.#ends.fill(this.#original.length);
    }
    return new MappedText(this.#text, this.#starts, this.#ends);
  }

  /** False for a Unicode version whose rules the chunks do not know. */
  #placeChunks(): boolean {
    let at = 0;
    for (let start = 0; start < this.#original.length;) {
      const end = endOfChunk(this.#original, start);
      const placed = isStableUnit(this.#original, start, end)
        ? this.#placeUnit(start, at)
        : this.#placeChunk(start, end, at);
      if (placed === 0) return false;
      at += placed;
      start = end;
    }
    return true;
  }

  #placeUnit(start: number, at: number): number {
    if (this.#text.charCodeAt(at) !== this.#original.charCodeAt(start)) return 0;
    this.#starts[at] = start;
    this.#ends[at] = start + 1;
    return 1;
  }

  /** Units placed from `at` on; 0 when the normalized text reads otherwise there. */
  #placeChunk(start: number, end: number, at: number): number {
    const chunk = this.#original.slice(start, end);
    const normalized = chunk.normalize("NFKC");
    if (!this.#text.startsWith(normalized, at)) return 0;
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
