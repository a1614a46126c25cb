import { KanjoError } from "../../error.ts";
import type { Pipeline } from "./pipeline.ts";
import type { TokenizerJson } from "./tokenizer-json.ts";

/** A place in an encoding: a token of a segment, or one that the template adds. */
export type Slot =
  | { readonly segment: number; readonly index: number; readonly type: number }
  | { readonly token: string; readonly id: number; readonly type: number };

/** Begins the stand-ins of a segment's tokens; no token of a model begins with it. */
const STAND_IN = "\0";

/** Where the special tokens stand around one or two segments: the `post_processor`. */
export class SequenceTemplate {
  readonly #pipeline: Pipeline;
  /** RobertaProcessing gives all tokens type 0 in the Rust library, here not. */
  readonly #hasTypes: boolean;

  constructor(pipeline: Pipeline, json: TokenizerJson) {
    this.#pipeline = pipeline;
    this.#hasTypes = json.post_processor?.type !== "RobertaProcessing";
  }

  /** How many special tokens are added to so many segments. */
  countAdded(segments: number): number {
    return this.arrange(Array.from({ length: segments }, () => 0)).length;
  }

  /** What stands where when the segments have these lengths. */
  arrange(lengths: readonly number[]): Slot[] {
    const [first = [], second] = lengths.map((length, segment) =>
      Array.from({ length }, (_, index) => `${STAND_IN}${segment} ${index}`),
    );
    const processor = this.#pipeline.post_processor;
    if (processor === null) return [first, second ?? []].flatMap(toSlots);
    const { tokens, token_type_ids: types } = processor.post_process(first, second ?? null, true);
    return tokens.map((token, at) => this.#read(token, this.#hasTypes ? (types?.[at] ?? 0) : 0));
  }

  #read(token: string, type: number): Slot {
    if (!token.startsWith(STAND_IN)) return { token, id: this.#requireId(token), type };
    const [segment = 0, index = 0] = token.slice(STAND_IN.length).split(" ").map(Number);
    return { segment, index, type };
  }

  #requireId(token: string): number {
    const id = this.#pipeline.token_to_id(token);
    if (id !== undefined) return id;
    throw new KanjoError(
      "special-tokens-invalid",
      `tokenizer.json: post_processor adds ${JSON.stringify(token)}, expected a token of its vocabulary`,
    );
  }
}

function toSlots(tokens: readonly string[], segment: number): Slot[] {
  return tokens.map((_, index) => ({ segment, index, type: segment }));
}
