import { expect, test } from "vitest";

import { decodeAnswers, type AnswerWindow } from "./decode-span.ts";

const QUESTION_TOKENS = 7;

/** A window whose token number k of the context covers two characters, from 2 (first + k). */
function makeWindow(example: number, first: number, count: number): AnswerWindow {
  const context = Array.from({ length: count }, (_, k): [number, number] => {
    const start = 2 * (first + k);
    return [start, start + 2];
  });
  return { example, offsets: [...Array<null>(QUESTION_TOKENS).fill(null), ...context, null] };
}

/** Logits without two alike, from integers alone, so that Python has the same. */
function makeLogits(tokens: number, salt: number): number[] {
  return Array.from(
    { length: tokens },
    (_, i) => ((i * 7919 + salt * 104_729 + i * i * 31) % 1009) / 8,
  );
}

/** Characters whose place can be read from them: the answer's offsets are its first and last. */
const CONTEXT = Array.from({ length: 300 }, (_, at) => String.fromCodePoint(0x4e00 + at)).join("");

/** Offsets of the best answer by `postprocess_qa_predictions` of transformers (`utils_qa.py`) on the same logits. */
const TRANSFORMERS: readonly [number, number, number][] = [
  [1, 78, 110],
  [2, 140, 158],
  [3, 158, 160],
  [4, 158, 176],
  [5, 26, 28],
  [6, 40, 58],
  [7, 58, 60],
  [8, 36, 70],
  [9, 136, 142],
  [10, 82, 84],
  [11, 132, 134],
  [12, 10, 18],
];

test.each(TRANSFORMERS)("answer %i of two windows is that of transformers", (salt, start, end) => {
  const windows = [makeWindow(0, 0, 90), makeWindow(0, 50, 70)];
  const logits = windows.map(({ offsets }, index) => {
    const tokens = offsets.length;
    const starts = makeLogits(tokens, salt * 10 + index);
    return Float32Array.from([...starts, ...makeLogits(tokens, salt * 10 + index + 5)]);
  });
  expect(decodeAnswers(windows, logits, [CONTEXT])).toEqual([CONTEXT.slice(start, end)]);
});

/** Logits that are 0 but for the named tokens. */
function raise(tokens: number, starts: Record<number, number>, ends: Record<number, number>) {
  const logits = new Float32Array(2 * tokens);
  for (const [token, logit] of Object.entries(starts)) logits[Number(token)] = logit;
  for (const [token, logit] of Object.entries(ends)) logits[tokens + Number(token)] = logit;
  return logits;
}

test("an answer neither ends before it begins, nor lies in the question, nor has over 30 tokens", () => {
  const window = makeWindow(0, 0, 50);
  const tokens = window.offsets.length;
  const decode = (starts: Record<number, number>, ends: Record<number, number>) =>
    decodeAnswers([window], [raise(tokens, starts, ends)], [CONTEXT])[0];
  expect(decode({ 20: 9, 10: 5 }, { 12: 9, 21: 1 })).toBe(CONTEXT.slice(6, 12));
  expect(decode({ 3: 9, 10: 5 }, { 4: 9, 12: 5 })).toBe(CONTEXT.slice(6, 12));
  expect(decode({ 7: 9 }, { 36: 9 })).toBe(CONTEXT.slice(0, 60));
  expect(decode({ 7: 9, 8: 8 }, { 37: 9 })).toBe(CONTEXT.slice(2, 62));
});

test("each question has its own answer; one without a pair that counts has none", () => {
  const windows = [makeWindow(2, 0, 3), makeWindow(0, 0, 3)];
  const logits = [raise(11, { 7: 5 }, { 8: 5 }), raise(11, { 9: 5 }, { 9: 5 })];
  expect(decodeAnswers(windows, logits, ["あいうえおか", "かきく", "さしすせそた"])).toEqual([
    "おか",
    "",
    "さしすせ",
  ]);
});
