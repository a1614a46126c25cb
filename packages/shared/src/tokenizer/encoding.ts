import { KanjoError } from "../error.ts";
import type { SpecialTokens } from "./special-tokens.ts";
import type { Subwords } from "./subwords.ts";
import type { EncodeOptions, Encoding } from "./tokenizer.ts";
import { truncateLongestFirst } from "./truncation.ts";
import type { Vocabulary } from "./vocabulary.ts";

type Limits = Pick<EncodeOptions, "maxTokens" | "padTo">;

/**
 * `[CLS] first [SEP]` or `[CLS] first [SEP] second [SEP]`, cut to `maxTokens` and padded to `padTo`.
 * @throws KanjoError `max-tokens-invalid`, `pad-to-invalid`
 */
export function buildEncoding(
  segments: readonly Subwords[],
  limits: Limits,
  specials: SpecialTokens,
  vocabulary: Vocabulary,
): Encoding {
  const lengths = segments.map((segment) => segment.length);
  const kept =
    limits.maxTokens === undefined ? lengths : truncateLongestFirst(lengths, limits.maxTokens);
  const length = kept.reduce((sum, count) => sum + count, segments.length + 1);
  const assembly = new Assembly(Math.max(length, checkPadTo(limits.padTo)), vocabulary);
  assembly.add(specials.ids.cls, 0, null);
  segments.forEach((segment, type) => {
    assembly.addSegment(segment, kept[type] ?? 0, type);
    assembly.add(specials.ids.sep, type, null);
  });
  assembly.pad(specials.ids.pad);
  return assembly.finish(kept.some((count, type) => count !== lengths[type]));
}

function checkPadTo(padTo = 0): number {
  if (Number.isSafeInteger(padTo) && padTo >= 0) return padTo;
  throw new KanjoError("pad-to-invalid", `padTo is ${padTo}, expected a whole number from 0 on`);
}

class Assembly {
  readonly #ids: Int32Array;
  readonly #typeIds: Int32Array;
  readonly #attentionMask: Int32Array;
  readonly #tokens: string[] = [];
  readonly #offsets: (readonly [number, number] | null)[] = [];
  readonly #vocabulary: Vocabulary;
  #length = 0;

  constructor(size: number, vocabulary: Vocabulary) {
    this.#ids = new Int32Array(size);
    this.#typeIds = new Int32Array(size);
    this.#attentionMask = new Int32Array(size);
    this.#vocabulary = vocabulary;
  }

  addSegment(segment: Subwords, count: number, type: number): void {
    for (let index = 0; index < count; index++) {
      this.add(segment.ids[index] ?? 0, type, [
        segment.starts[index] ?? 0,
        segment.ends[index] ?? 0,
      ]);
    }
  }

  add(id: number, type: number, offset: readonly [number, number] | null): void {
    this.#ids[this.#length] = id;
    this.#typeIds[this.#length] = type;
    this.#attentionMask[this.#length] = 1;
    this.#length += 1;
    this.#describe(id, offset);
  }

  /** Fills what is left with the pad id, type 0 and attention 0. */
  pad(id: number): void {
    this.#ids.fill(id, this.#length);
    while (this.#tokens.length < this.#ids.length) this.#describe(id, null);
  }

  finish(truncated: boolean): Encoding {
    return {
      ids: this.#ids,
      typeIds: this.#typeIds,
      attentionMask: this.#attentionMask,
      tokens: this.#tokens,
      offsets: this.#offsets,
      truncated,
    };
  }

  #describe(id: number, offset: readonly [number, number] | null): void {
    this.#tokens.push(this.#vocabulary.tokenOf(id) ?? "");
    this.#offsets.push(offset);
  }
}
