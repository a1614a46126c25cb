/**
 * A context that is longer than the model's input is read in windows that overlap
 * by `stride` tokens: [CLS] question [SEP] window [SEP], the question whole in each.
 * The cuts are those of transformers' question answering (`run_qa.py`:
 * `truncation="only_second"`, `stride`, `return_overflowing_tokens`), which
 * `tokenizers` makes in `Encoding::truncate`: a window begins `room - stride` tokens
 * after the one before it, and the first one that reaches the end is the last.
 *
 * The answer of a row is the first one of the data. Its place is that of all tokens
 * that share a character with it, so that an answer whose borders lie inside a token
 * is widened; 0 and 0, [CLS], stand for an answer that is not wholly in the window.
 */
import { KanjoError } from "@kanjo/shared/error";

import type { SpanExample } from "../dataset/dataset.ts";
import type { RowOptions, TokenizedRow } from "./tokenized-row.ts";

/** What turns a row's logits back into text. */
export interface SpanWindow {
  /** Index of the question in its split. */
  readonly example: number;
  /** Index of the first token of the context in the row. */
  readonly contextStart: number;
  /** UTF-16 offsets of each token of the row into the context; null outside of it. */
  readonly offsets: readonly (readonly [start: number, end: number] | null)[];
}

/** A text without special tokens. */
export interface LocatedTokens {
  readonly ids: Int32Array;
  readonly offsets: readonly (readonly [start: number, end: number])[];
}

export interface SpanOptions extends RowOptions {
  /** Tokens that neighbouring windows share. */
  readonly stride: number;
}

/**
 * The rows of a question, in the order of its context's windows.
 * @param example its index in the split
 * @throws KanjoError `question-too-long`
 */
export function cutWindows(
  { answers }: Pick<SpanExample, "answers">,
  example: number,
  question: LocatedTokens,
  context: LocatedTokens,
  options: SpanOptions,
): TokenizedRow[] {
  const answer = locateAnswer(context, answers[0]);
  const room = requireRoom(question.ids.length, context.ids.length, options);
  const frame = frameOf(options);
  return listStarts(context.ids.length, room, options.stride).map((start) => {
    const end = Math.min(start + room, context.ids.length);
    const contextStart = question.ids.length + 2;
    const inputIds = Int32Array.of(
      frame.cls,
      ...question.ids,
      frame.sep,
      ...context.ids.subarray(start, end),
      frame.sep,
    );
    const offsets = [
      ...Array.from({ length: contextStart }, () => null),
      ...context.offsets.slice(start, end),
      null,
    ];
    return {
      inputIds,
      secondStart: contextStart,
      targets: placeAnswer(answer, start, end, contextStart),
      truncated: false,
      window: { example, contextStart, offsets },
    };
  });
}

/** Where windows of `room` tokens begin in a text of `length` tokens. */
export function listStarts(length: number, room: number, stride: number): number[] {
  const starts = [0];
  for (let start = 0; start + room < length;) {
    start += room - stride;
    starts.push(start);
  }
  return starts;
}

/** Tokens that a window has for its context. */
function requireRoom(
  question: number,
  context: number,
  { maxTokens, stride }: SpanOptions,
): number {
  const room = maxTokens - question - 3;
  const isEnough = context <= room || room > stride;
  if (room > 0 && isEnough) return room;
  throw new KanjoError(
    "question-too-long",
    `the question has ${question} tokens, at most ${Math.max(0, maxTokens - stride - 4)} are possible with max_tokens ${maxTokens} and stride ${stride}`,
    { hint: "Raise tokenizer.max_tokens, lower data.stride, or shorten the question." },
  );
}

/** Ids of [CLS] and [SEP]. */
function frameOf({ tokenizer }: RowOptions): { readonly cls: number; readonly sep: number } {
  const [cls = 0, sep = 0] = tokenizer.encode("").ids;
  return { cls, sep };
}

interface TokenRange {
  readonly first: number;
  readonly last: number;
}

/** The tokens that share a character with the answer; null where none does. */
function locateAnswer(
  { offsets }: LocatedTokens,
  answer: SpanExample["answers"][number] | undefined,
): TokenRange | null {
  if (answer === undefined) return null;
  const answerEnd = answer.start + answer.text.length;
  const touches = ([start, end]: readonly [number, number]): boolean =>
    start < answerEnd && end > answer.start;
  const first = offsets.findIndex(touches);
  return first === -1 ? null : { first, last: offsets.findLastIndex(touches) };
}

function placeAnswer(
  answer: TokenRange | null,
  start: number,
  end: number,
  contextStart: number,
): [start: number, end: number] {
  if (answer === null || answer.first < start || answer.last >= end) return [0, 0];
  const shift = contextStart - start;
  return [answer.first + shift, answer.last + shift];
}
