/**
 * From a question-answering model's logits to answers, as `run_qa.py` of
 * transformers does it (`postprocess_qa_predictions`, `utils_qa.py`): of every
 * window of a context the 20 most likely first and last tokens are paired; a pair
 * counts when both lie in the context, in order and at most 30 tokens apart; the
 * pair with the greatest sum of logits, of all windows, is the answer.
 */
import type { SpanWindow } from "../tokenization/span-windows.ts";

/** Which question a row of the data belongs to, and where its tokens stand in the context. */
export type AnswerWindow = Pick<SpanWindow, "example" | "offsets">;

const BEST_TOKENS = 20;
const MAX_ANSWER_TOKENS = 30;

interface Span {
  readonly start: number;
  readonly end: number;
  readonly score: number;
}

/**
 * The answer to every question; empty where no pair counts.
 * @param logits of each window: its tokens' starts, then their ends
 * @param contexts of each question
 */
export function decodeAnswers(
  windows: readonly AnswerWindow[],
  logits: readonly Float32Array[],
  contexts: readonly string[],
): string[] {
  const best = new Map<number, Span>();
  for (const [index, window] of windows.entries()) {
    const span = findBestSpan(window, logits[index] ?? new Float32Array());
    if (span !== null && span.score > (best.get(window.example)?.score ?? -Infinity)) {
      best.set(window.example, span);
    }
  }
  return contexts.map((context, example) => {
    const span = best.get(example);
    return span === undefined ? "" : context.slice(span.start, span.end);
  });
}

function findBestSpan({ offsets }: AnswerWindow, logits: Float32Array): Span | null {
  const tokens = logits.length / 2;
  const starts = logits.subarray(0, tokens);
  const ends = logits.subarray(tokens);
  const lasts = findLargest(ends);
  let best: Span | null = null;
  for (const first of findLargest(starts)) {
    for (const last of lasts) {
      if (last < first || last - first + 1 > MAX_ANSWER_TOKENS) continue;
      const start = offsets[first]?.[0];
      const end = offsets[last]?.[1];
      if (start === undefined || end === undefined || end <= start) continue;
      const score = (starts[first] ?? 0) + (ends[last] ?? 0);
      if (best === null || score > best.score) best = { start, end, score };
    }
  }
  return best;
}

function findLargest(logits: Float32Array): number[] {
  const order = Array.from(logits, (_, token) => token);
  return order.sort((a, b) => (logits[b] ?? 0) - (logits[a] ?? 0)).slice(0, BEST_TOKENS);
}
