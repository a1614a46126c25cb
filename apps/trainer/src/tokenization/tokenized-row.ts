import { KanjoError, messageOf } from "@kanjo/shared/error";
import type { Encoding, Tokenizer } from "@kanjo/shared/tokenizer";

import type { SpanWindow } from "./span-windows.ts";

/** A row of the engine's data. */
export interface TokenizedRow {
  /** With special tokens. */
  readonly inputIds: Int32Array;
  /** Index of the first token after the first text's [SEP]; the row's length where there is no second text. */
  readonly secondStart: number;
  /** In the order of the task's columns. */
  readonly targets: readonly number[];
  /** Whether something was cut off. */
  readonly truncated: boolean;
  /** Of a span's row. */
  readonly window?: SpanWindow;
}

export interface RowOptions {
  readonly tokenizer: Tokenizer;
  readonly maxTokens: number;
}

/** The row of a text or of a pair of texts, cut to `maxTokens`, the longer text first. */
export function encodeRow(
  text: string,
  pair: string | undefined,
  targets: readonly number[],
  { tokenizer, maxTokens }: RowOptions,
): TokenizedRow {
  const encoding = tokenizer.encode(text, { maxTokens, ...(pair === undefined ? {} : { pair }) });
  const { ids: inputIds, truncated } = encoding;
  return { inputIds, secondStart: findSecond(encoding), targets, truncated };
}

function findSecond({ ids, typeIds }: Encoding): number {
  const second = typeIds.indexOf(1);
  return second === -1 ? ids.length : second;
}

/** Names the row in what is wrong with its texts, which are not shown. */
export function nameSource<Result>(source: string, encode: () => Result): Result {
  try {
    return encode();
  } catch (cause) {
    if (!(cause instanceof KanjoError)) throw cause;
    const hint = cause.hint === undefined ? {} : { hint: cause.hint };
    throw new KanjoError(cause.code, `${source}: ${messageOf(cause)}`, { ...hint, cause });
  }
}
