import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { trainWordPiece } from "./train-wordpiece.ts";

const python = process.env["KANJO_PYTHON"] ?? "python3";
const hasOracle = spawnSync(python, ["-c", "import tokenizers"]).status === 0;
if (!hasOracle) {
  process.stderr.write("skipped: Hugging Face's trainer, because KANJO_PYTHON lacks tokenizers\n");
}
const script = fileURLToPath(new URL("../../../test/wordpiece_trainer.py", import.meta.url));

function askOracle(words: ReadonlyMap<string, number>, size: number, minFrequency: number) {
  const request = { words: [...words], size, min_frequency: minFrequency };
  const { stdout, stderr } = spawnSync(python, [script], {
    input: JSON.stringify(request),
    encoding: "utf8",
  });
  expect(stdout, stderr).not.toBe("");
  return JSON.parse(stdout);
}

/** Words over a small alphabet with counts that all differ, so that early merges are of no two pairs equally frequent. */
function makeWords(seed: number): Map<string, number> {
  let state = seed;
  const draw = (below: number): number => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * below);
  };
  const characters = Array.from("あいうえおかきくけ良𠮷悪");
  return new Map(
    Array.from({ length: 150 }, (_, index) => {
      const letters = Array.from({ length: 1 + draw(7) }, () => characters[draw(12)] ?? "");
      return [letters.join(""), 10 + 7 * index + draw(7)];
    }),
  );
}

describe.skipIf(!hasOracle)("Hugging Face's trainer gives the same tokens", () => {
  test.each([
    [1, 30, 1],
    [2, 60, 1],
    [3, 80, 1],
    [4, 1_000, 1_500],
    [5, 1_000, 900],
  ])("corpus %i, at most %i tokens, pairs seen %i times", (seed, size, minFrequency) => {
    const words = makeWords(seed);
    const tokens = trainWordPiece(words, { size, minFrequency });
    expect(tokens.toSorted()).toEqual(askOracle(words, size, minFrequency).toSorted());
    expect(tokens.some((token) => token.replace("##", "").length > 2)).toBe(size > 30);
  });
});

describe("what is learned from hug, pug, pun, bun and hugs, counted by hand", () => {
  // Hugging Face's course, chapter 6: the same words, here by frequency of pairs.
  const words = new Map([
    ["hug", 10],
    ["pug", 5],
    ["pun", 12],
    ["bun", 4],
    ["hugs", 5],
  ]);
  const learn = (size: number, minFrequency = 1) => trainWordPiece(words, { size, minFrequency });
  const alphabet = ["u", "g", "p", "n", "h", "s", "b"];
  const continuations = ["##u", "##g", "##n", "##s"];

  test("characters by frequency, then those inside words, then merges, each of the most frequent pair", () => {
    // ##u ##g 20, ##u ##n 16, h ##ug 15, p ##un 12, then p ##ug 5 and hug ##s 5, of which p is older.
    expect(learn(16)).toEqual([...alphabet, ...continuations, "##ug", "##un", "hug", "pun", "pug"]);
  });

  test("no pair is merged that is rarer than the least frequency", () => {
    // As below, where h ##u 10 comes next.
    expect(learn(100, 12)).toEqual(learn(100, 10).slice(0, -2));
    expect(learn(100, 12).at(-1)).toBe("pun");
  });

  test("a rare character takes its words with it", () => {
    // Without hugs and bun: p ##u 17, pu ##n 12, h ##u 10 and ##u ##g 10, of which h is older, hu ##g 10.
    const tokens = ["u", "g", "p", "n", "h", "##u", "##g", "##n", "pu", "pun", "hu", "hug"];
    expect(learn(100, 10)).toEqual(tokens);
  });
});

test("white space, NUL and line ends are in no token", () => {
  const words = new Map([
    ["良\r", 5],
    ["\u2028", 5],
    ["\u0085い", 5],
    ["\u001C", 5],
    ["\0", 5],
  ]);
  expect(trainWordPiece(words, { size: 50, minFrequency: 1 })).toEqual(["い", "良"]);
});

const anyWords = fc
  .array(
    fc.tuple(
      fc.string({ unit: "grapheme", minLength: 1, maxLength: 6 }),
      fc.integer({ min: 1, max: 9 }),
    ),
  )
  .map((entries) => new Map(entries.filter(([word]) => /^[^\s\p{Cc}]+$/u.test(word))));

test("every training word can be written in tokens when the vocabulary has room for all characters", () => {
  fc.assert(
    fc.property(anyWords, fc.integer({ min: 0, max: 40 }), (words, extra) => {
      const characters = new Set([...words.keys()].join(""));
      const size = 2 * characters.size + extra;
      const tokens = new Set(trainWordPiece(words, { size, minFrequency: 1 }));
      for (const word of words.keys()) expect(canWrite(word, tokens), word).toBe(true);
      expect(tokens.size).toBeLessThanOrEqual(size);
    }),
  );
});

test("no token comes twice, and the words' order only decides between equals", () => {
  fc.assert(
    fc.property(anyWords, (words) => {
      const options = { size: 60, minFrequency: 1 };
      const tokens = trainWordPiece(words, options);
      expect(new Set(tokens).size).toBe(tokens.length);
      expect(trainWordPiece(new Map([...words].toReversed()), options)).toEqual(tokens);
    }),
  );
});

/** Greedy longest match from the left. */
function canWrite(word: string, tokens: ReadonlySet<string>): boolean {
  let rest = word;
  while (rest !== "") {
    const prefix = rest === word ? "" : "##";
    const end = Array.from(rest).map((_, index, all) => all.slice(0, all.length - index).join(""));
    const match = end.find((candidate) => tokens.has(prefix + candidate));
    if (match === undefined) return false;
    rest = rest.slice(match.length);
  }
  return true;
}
