import { KanjoError } from "../../error.ts";
import { requirePadTo } from "../pad-to.ts";
import type { EncodeOptions, Encoding } from "../tokenizer.ts";
import type { JsonSegment } from "./json-segment.ts";
import type { SequenceTemplate, Slot } from "./sequence-template.ts";
import { shortenLongestFirst } from "./shorten-longest-first.ts";

interface Padding {
  readonly id: number;
  readonly token: string;
}

/** The segments between the template's tokens, cut to `maxTokens` and padded to `padTo`. */
export function assembleEncoding(
  segments: readonly JsonSegment[],
  options: EncodeOptions,
  template: SequenceTemplate,
  findPadding: () => Padding,
): Encoding {
  const lengths = segments.map((segment) => segment.ids.length);
  const kept = cut(lengths, options.maxTokens, template.countAdded(segments.length));
  const slots = template.arrange(kept);
  const size = Math.max(slots.length, requirePadTo(options.padTo));
  const padding = size > slots.length ? findPadding() : undefined;
  return new SlotsEncoding(segments, slots, size, padding, lengths.join() !== kept.join());
}

function cut(lengths: readonly number[], maxTokens: number | undefined, added: number): number[] {
  if (maxTokens === undefined) return [...lengths];
  if (Number.isSafeInteger(maxTokens) && maxTokens >= added) {
    return shortenLongestFirst(lengths, maxTokens - added);
  }
  throw new KanjoError(
    "max-tokens-invalid",
    `maxTokens is ${maxTokens}, expected a whole number of at least ${added}`,
    { hint: "The special tokens around the segments count too." },
  );
}

/** What a model takes is there at once; tokens and offsets are made when they are first read. */
class SlotsEncoding implements Encoding {
  readonly ids: Int32Array;
  readonly typeIds: Int32Array;
  readonly attentionMask: Int32Array;
  readonly truncated: boolean;
  readonly #segments: readonly JsonSegment[];
  readonly #slots: readonly Slot[];
  readonly #padding: Padding | undefined;
  #offsets: Encoding["offsets"] | undefined;

  constructor(
    segments: readonly JsonSegment[],
    slots: readonly Slot[],
    size: number,
    padding: Padding | undefined,
    truncated: boolean,
  ) {
    this.#segments = segments;
    this.#slots = slots;
    this.#padding = padding;
    this.truncated = truncated;
    this.ids = new Int32Array(size).fill(padding?.id ?? 0);
    this.ids.set(slots.map((slot) => this.#idOf(slot)));
    this.typeIds = new Int32Array(size);
    this.typeIds.set(slots.map((slot) => slot.type));
    this.attentionMask = new Int32Array(size).fill(1, 0, slots.length);
  }

  get tokens(): Encoding["tokens"] {
    return Array.from(this.ids, (_, at) => this.#tokenOf(this.#slots[at]));
  }

  get offsets(): Encoding["offsets"] {
    this.#offsets ??= this.#locate();
    return this.#offsets;
  }

  #locate(): Encoding["offsets"] {
    const places = this.#segments.map((segment) => segment.locate());
    return Array.from(this.ids, (_, at) => {
      const slot = this.#slots[at];
      if (slot === undefined || "id" in slot) return null;
      return places[slot.segment]?.[slot.index] ?? null;
    });
  }

  #idOf(slot: Slot): number {
    return "id" in slot ? slot.id : (this.#segments[slot.segment]?.ids[slot.index] ?? 0);
  }

  #tokenOf(slot: Slot | undefined): string {
    if (slot === undefined) return this.#padding?.token ?? "";
    return "id" in slot ? slot.token : (this.#segments[slot.segment]?.tokens[slot.index] ?? "");
  }
}
