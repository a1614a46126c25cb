import { requirePadTo } from "./pad-to.ts";
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
  const size = Math.max(length, requirePadTo(limits.padTo));
  const encoding = new SegmentsEncoding(segments, kept, size, vocabulary);
  encoding.fill(specials);
  return encoding;
}

/** What a model takes is there at once; tokens and offsets are made when they are first read. */
class SegmentsEncoding implements Encoding {
  readonly ids: Int32Array;
  readonly typeIds: Int32Array;
  readonly attentionMask: Int32Array;
  readonly truncated: boolean;
  readonly #segments: readonly Subwords[];
  readonly #kept: readonly number[];
  readonly #vocabulary: Vocabulary;
  #tokens: Encoding["tokens"] | undefined;
  #offsets: Encoding["offsets"] | undefined;

  constructor(
    segments: readonly Subwords[],
    kept: readonly number[],
    size: number,
    vocabulary: Vocabulary,
  ) {
    this.ids = new Int32Array(size);
    this.typeIds = new Int32Array(size);
    this.attentionMask = new Int32Array(size);
    this.truncated = segments.some((segment, index) => segment.length !== kept[index]);
    this.#segments = segments;
    this.#kept = kept;
    this.#vocabulary = vocabulary;
  }

  get tokens(): Encoding["tokens"] {
    this.#tokens ??= Array.from(this.ids, (id) => this.#vocabulary.tokenOf(id) ?? "");
    return this.#tokens;
  }

  get offsets(): Encoding["offsets"] {
    this.#offsets ??= this.#locate();
    return this.#offsets;
  }

  fill({ ids }: SpecialTokens): void {
    let length = 0;
    this.ids[length++] = ids.cls;
    this.#segments.forEach((segment, type) => {
      const start = length;
      const end = start + (this.#kept[type] ?? 0);
      for (; length < end; length++) this.ids[length] = segment.ids[length - start] ?? 0;
      this.ids[length++] = ids.sep;
      this.typeIds.fill(type, start, length);
    });
    this.attentionMask.fill(1, 0, length);
    this.ids.fill(ids.pad, length);
  }

  #locate(): Encoding["offsets"] {
    const offsets = this.#segments.flatMap((segment, index) => [
      null,
      ...segment.locate().slice(0, this.#kept[index]),
    ]);
    return Array.from(this.ids, (_, index) => offsets[index] ?? null);
  }
}
