/**
 * Influence of every word on a text's answer: what the score of its label falls
 * by when the word is taken out of each window that sees it. The answer is a mean
 * over the windows, so the influence is the same mean of what changes in them; for
 * a text of one window it is that of `explainText`.
 */
import { findWords, removeTokens, type Word } from "@kanjo/shared/explanation";

import {
  type Classifier,
  inputLength,
  type Judgement,
  takeWindow,
  type WindowedText,
} from "./windowed-text.ts";
import type { Window } from "./windows.ts";

/** A word, as UTF-16 offsets, and its influence, -1 to 1. */
export interface WordInfluence {
  readonly start: number;
  readonly end: number;
  readonly weight: number;
}

/** Tokens that the model sees for the influence of every word, special tokens included. */
export function countOcclusionTokens({ encoding, windows }: WindowedText): number {
  const words = findWords(encoding);
  return windows.reduce((sum, window) => {
    const removed = words.map((word) => countRemoved(word, window)).filter((count) => count > 0);
    const kept = removed.map((count) => inputLength(window) - count);
    return sum + kept.reduce((total, count) => total + count, 0);
  }, 0);
}

export async function findInfluences(
  text: WindowedText,
  { whole, byWindow }: Judgement,
  model: Classifier,
): Promise<WordInfluence[]> {
  const words = findWords(text.encoding);
  const weights = words.map(() => 0);
  const votes = text.windows.reduce((sum, window) => sum + window.votes, 0);
  for (const [at, window] of text.windows.entries()) {
    const input = takeWindow(text, window);
    const score = byWindow[at]?.scores[whole.label] ?? 0;
    for (const [index, word] of words.entries()) {
      if (countRemoved(word, window) === 0) continue;
      const { scores } = await model.classifyEncoding(removeTokens(input, place(word, window)));
      const change = score - (scores[whole.label] ?? 0);
      weights[index] = (weights[index] ?? 0) + change * (window.votes / votes);
    }
  }
  return words.map(({ start, end }, index) => ({ start, end, weight: weights[index] ?? 0 }));
}

type Tokens = Pick<Word, "firstToken" | "endToken">;

/** The word's tokens in the window's input, in which `[CLS]` is the first as it is in the encoding. */
function place({ firstToken, endToken }: Tokens, { start, end }: Window): Tokens {
  const shifted = (token: number): number => Math.min(Math.max(token - 1, start), end) - start + 1;
  return { firstToken: shifted(firstToken), endToken: shifted(endToken) };
}

function countRemoved(word: Tokens, window: Window): number {
  const { firstToken, endToken } = place(word, window);
  return endToken - firstToken;
}
