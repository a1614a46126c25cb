import { KanjoError, messageOf } from "@kanjo/shared/error";
import type { Tokenizer } from "@kanjo/shared/tokenizer";

import type { Example } from "../dataset/dataset.ts";

/** A split as the engine takes it. */
export interface TokenizedSplit {
  /** Ids with special tokens, one array an example. */
  readonly inputIds: readonly Int32Array[];
  /** Class index of each example. */
  readonly labels: Int32Array;
  /** How many texts were cut at `maxTokens`. */
  readonly truncated: number;
}

/** @throws KanjoError `text-malformed` with the example's place */
export function tokenizeSplit(
  examples: readonly Example[],
  labels: readonly string[],
  tokenizer: Tokenizer,
  maxTokens: number,
): TokenizedSplit {
  const encodings = examples.map((example) => encodeExample(example, tokenizer, maxTokens));
  return {
    inputIds: encodings.map((encoding) => encoding.ids),
    labels: Int32Array.from(examples, (example) => labels.indexOf(example.label)),
    truncated: encodings.filter((encoding) => encoding.truncated).length,
  };
}

function encodeExample(example: Example, tokenizer: Tokenizer, maxTokens: number) {
  try {
    return tokenizer.encode(example.text, { maxTokens });
  } catch (cause) {
    throw new KanjoError("text-malformed", `${example.source}: ${messageOf(cause)}`, { cause });
  }
}
