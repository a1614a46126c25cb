import type { LetterRange, LocatedLetters } from "./located-letters.ts";

/** What a token says of the letters that it stands for. */
export type TokenLetters = readonly number[] | "one character" | "unknown";

/**
 * Which letters of a word are whose: token after token from both ends, up to one
 * that may stand for anything. What is left in the middle belongs to this one, or
 * to each of the tokens there if there are several such.
 * @returns undefined when the tokens do not read as the word does
 */
export function placeTokens(
  tokens: readonly TokenLetters[],
  [first, end]: LetterRange,
  letters: LocatedLetters,
): LetterRange[] | undefined {
  const before = takeForward(tokens, first, letters);
  const after = takeBackward(tokens.slice(before.length), end, letters);
  const middle: LetterRange = [before.at(-1)?.[1] ?? first, after[0]?.[0] ?? end];
  const rest = tokens.length - before.length - after.length;
  const ranges = [...before, ...Array.from({ length: rest }, () => middle), ...after];
  const isWhole = rest > 0 ? middle[0] <= middle[1] : middle[0] === end;
  const areTheirs = ranges.every(([start], at) => reads(tokens[at], start, letters));
  return isWhole && areTheirs ? ranges : undefined;
}

function takeForward(
  tokens: readonly TokenLetters[],
  first: number,
  letters: LocatedLetters,
): LetterRange[] {
  const ranges: LetterRange[] = [];
  let at = first;
  for (const token of tokens) {
    if (token === "unknown") break;
    const end = token === "one character" ? letters.endOfCharacter(at) : at + token.length;
    ranges.push([at, end]);
    at = end;
  }
  return ranges;
}

function takeBackward(
  tokens: readonly TokenLetters[],
  end: number,
  letters: LocatedLetters,
): LetterRange[] {
  const ranges: LetterRange[] = [];
  let at = end;
  for (const token of tokens.toReversed()) {
    if (token === "unknown") break;
    const start = token === "one character" ? letters.startOfCharacter(at) : at - token.length;
    ranges.unshift([start, at]);
    at = start;
  }
  return ranges;
}

function reads(token: TokenLetters | undefined, start: number, letters: LocatedLetters): boolean {
  return typeof token !== "object" || letters.match(start, token);
}
