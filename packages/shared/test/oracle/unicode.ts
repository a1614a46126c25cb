/**
 * Which code points the oracle's Unicode version and ours both know. One that
 * only one of them knows has neither decomposition nor combining class for the
 * other, so that it and what surrounds it may normalize otherwise. For all others
 * normalization never changes (Unicode's stability policy). Python 3.11 has
 * Unicode 14 and Node 24 has 17: of the characters added between them, 99 have a
 * decomposition (U+A7F1, U+1CCD6 to U+1CCF9, U+1E030 to U+1E06D).
 */
import * as z from "zod";

import { PythonScript } from "./python.ts";

/** Code points from `first` to `last`, all of one general category. */
export type CategoryRun = readonly [first: number, last: number, category: string];

const Answer = z.object({
  unicode: z.string(),
  runs: z.array(z.tuple([z.int(), z.int(), z.string()])),
});

/** The general categories of all code points but the surrogates, as the oracle's Python has them. */
export async function readCategories(): Promise<CategoryRun[]> {
  const answer = await new PythonScript("unicode_categories.py").read();
  return Answer.parse(answer).runs.filter(([, , category]) => category !== "Cs");
}

/** Whether one of the two Unicode versions has assigned the code point and the other has not. */
export function isOfOneVersion(codePoint: number, category: string): boolean {
  return (category === "Cn") !== /\p{Cn}/u.test(String.fromCodePoint(codePoint));
}

/** All characters that both versions have assigned, but for NUL and private use. */
export function listAssigned(runs: readonly CategoryRun[]): string[] {
  return runs
    .filter(([, , category]) => category !== "Cn" && category !== "Co")
    .flatMap(([first, last, category]) =>
      Array.from({ length: last - first + 1 }, (_, index) => first + index)
        .filter((codePoint) => codePoint !== 0 && !isOfOneVersion(codePoint, category))
        .map((codePoint) => String.fromCodePoint(codePoint)),
    );
}
