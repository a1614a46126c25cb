/** Two neighbouring symbols of a word as one number; pairs compare as their symbols do, the first one foremost. */
export type Pair = number;

/** More symbols than any vocabulary has; squared it stays a safe integer. */
const SYMBOLS = 2 ** 26;

export function makePair(first: number, second: number): Pair {
  return first * SYMBOLS + second;
}

export function splitPair(pair: Pair): readonly [first: number, second: number] {
  return [Math.floor(pair / SYMBOLS), pair % SYMBOLS];
}
