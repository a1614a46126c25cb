import { KanjoError } from "@kanjo/shared/error";

import type { Example, Split } from "../../dataset.ts";

/** Posts of WRIME version 2. */
export const WRIME_POSTS = 35_000;

type Splits = Readonly<Record<Split, readonly Example[]>>;

/** What the book makes of it: the readers' sentiment, without 0. */
const BOOK: readonly (readonly [
  what: string,
  expected: number,
  count: (splits: Splits) => number,
])[] = [
  ["train rows", 20_149, ({ train }) => train.length],
  ["validation rows", 1_608, ({ validation }) => validation.length],
  ["positive validation rows", 824, ({ validation }) => countLabel(validation, "positive")],
  ["negative validation rows", 784, ({ validation }) => countLabel(validation, "negative")],
];

function countLabel(examples: readonly Example[], label: string): number {
  return examples.filter((example) => example.label === label).length;
}

/**
 * Holds the whole file to the figures that are known of it.
 * @param bookSplits splits made as the book makes them; null when they are others
 * @throws KanjoError `wrime-differs` saying what differs
 */
export function requireKnownCounts(file: string, posts: number, bookSplits: Splits | null): void {
  const differences = [
    ...compare("posts", posts, WRIME_POSTS),
    ...(bookSplits === null
      ? []
      : BOOK.flatMap(([what, expected, count]) => compare(what, count(bookSplits), expected))),
  ];
  if (differences.length === 0) return;
  throw new KanjoError(
    "wrime-differs",
    `${file} is not WRIME as known: ${differences.join("; ")}`,
    {
      hint: "Was it changed at its source or on the way? Delete it and download it again.",
    },
  );
}

function compare(what: string, found: number, expected: number): string[] {
  return found === expected ? [] : [`${found} ${what}, expected ${expected}`];
}
