import { KanjoError } from "../error.ts";

/**
 * How many tokens of each segment are kept. Strategy `longest_first` from the
 * right, as `truncate_sequences` of transformers 5 has it: first the longer
 * segment down to the shorter one's length, then both by turns, the second
 * segment first.
 * @param lengths tokens of one or two segments, without `[CLS]` and `[SEP]`
 * @param maxTokens upper bound with `[CLS]` and `[SEP]`
 * @throws KanjoError `max-tokens-invalid` when not even the special tokens fit
 */
export function truncateLongestFirst(lengths: readonly number[], maxTokens: number): number[] {
  const specials = lengths.length + 1;
  if (!Number.isSafeInteger(maxTokens) || maxTokens < specials) {
    throw new KanjoError(
      "max-tokens-invalid",
      `maxTokens is ${maxTokens}, expected a whole number of at least ${specials}`,
      { hint: "[CLS] and the [SEP] after each segment count too." },
    );
  }
  const excess = lengths.reduce((sum, length) => sum + length, specials) - maxTokens;
  return excess > 0 ? shorten(lengths, excess) : [...lengths];
}

function shorten([first = 0, second]: readonly number[], excess: number): number[] {
  if (second === undefined) return [first - excess];
  const fromLonger = Math.min(Math.abs(first - second), excess);
  const fromFirst = Math.floor((excess - fromLonger) / 2);
  const fromSecond = excess - fromLonger - fromFirst;
  return first > second
    ? [first - fromLonger - fromFirst, second - fromSecond]
    : [first - fromFirst, second - fromLonger - fromSecond];
}
