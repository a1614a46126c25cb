/**
 * Ours against transformers' WordpieceTokenizer, CharacterTokenizer and
 * MecabTokenizer's lower-casing, on words that both are given: random ones,
 * with the traps of the vocabulary among their parts.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { loadTokenizer } from "../../src/tokenizer/load-tokenizer.ts";
import { makeCuttingDictionary } from "../fixtures/cutting-dictionary.ts";
import { BRACKETS, makeConfig, makeVocabulary } from "../fixtures/small-tokenizer.ts";
import { PythonScript, whyNoOracle } from "./python.ts";
import { Random } from "./random.ts";
import { listAssigned, readCategories } from "./unicode.ts";

const SEED = 20_261_124;
const REQUESTS = 4_000;
const WORDS_A_REQUEST = 5;
const TIMEOUT_MS = 120_000;

/** Between the words of a text; neither cased nor composing, and in no word. */
const SEPARATOR = "\u2060";
/**
 * U+0295 is no cased letter and U+1171E no mark that a final sigma looks through
 * any more: their general categories are others in Unicode 17, which Node 24 has,
 * than in 14, which Python 3.11 has.
 */
const KNOWN_DIVERGENCES = /\u0295|\u{1171e}/u;

const PARTS = [
  ...Array.from("abcdeknmsuxWiAKSPDEJHTΣσςİıßẞǰẖ019!?.,[]<>/#いうえこれ漢字東京野家平成𢌞𐐀𐐨😀"),
  ...Array.from("\u0307\u030c\u0331\u3099\u0323\r\x1c\x85\u2028\u00a0\u3000\ufeff\u200b"),
  ..."## ### ##a ##b [MASK] [UNK] [mask] 東京 unused ab abc 平成".split(" "),
];
const WORD_PIECES = [
  ...PARTS.filter((_, index) => index % 3 !== 0),
  ...PARTS.filter((_, index) => index % 2 === 0).map((part) => `##${part}`),
  ..."##ab ##abc ##東京 ##bb ####a #####".split(" "),
];
const LENGTHS = [0, 1, 1, 2, 2, 3, 4, 5, 8, 13, 60, 105];

const reason = whyNoOracle();
if (reason !== undefined) process.stderr.write(`skipped: ${reason}\n`);

describe.skipIf(reason !== undefined)("as transformers", { timeout: TIMEOUT_MS }, () => {
  const folder = mkdtempSync(join(tmpdir(), "kanjo-subwords-"));
  const vocabulary = makeVocabulary(BRACKETS, WORD_PIECES);
  let oracle: PythonScript;
  let versions: unknown;

  beforeAll(async () => {
    const file = join(folder, "vocab.txt");
    writeFileSync(file, vocabulary);
    oracle = new PythonScript("subwords.py", [file]);
    versions = await oracle.read();
  });

  afterAll(() => {
    oracle.close();
    rmSync(folder, { recursive: true });
  });

  test("is asked of transformers 5", () => {
    expect(versions).toEqual({ transformers: expect.stringMatching(/^5\./) });
  });

  test.each([
    { subwords: "wordpiece", lower: false },
    { subwords: "wordpiece", lower: true },
    { subwords: "character", lower: true },
    { subwords: "character", lower: false },
  ] as const)(
    `cuts ${REQUESTS * WORDS_A_REQUEST} random words: $subwords, in lower case: $lower`,
    async ({ subwords, lower }) => {
      const tokenizer = loadTokenizer(
        {
          ...makeConfig(BRACKETS),
          mecabDic: "given",
          subwordTokenizer: subwords,
          doLowerCase: lower,
        },
        { vocabulary, dictionary: makeCuttingDictionary("given", /[^\u2060]+/) },
      );
      const random = new Random(SEED);
      const requests = Array.from({ length: REQUESTS }, () => ({
        words: Array.from({ length: WORDS_A_REQUEST }, () => makeWord(random)),
        subwords,
        lower,
      }));
      const answers = await oracle.ask(requests);
      const mismatches = requests.filter(({ words }, index) => {
        const text = words.join(SEPARATOR);
        const found = {
          tokens: tokenizer.tokenize(text).map((token) => token.text),
          ids: [...tokenizer.encode(text).ids].slice(1, -1),
        };
        return JSON.stringify(found) !== JSON.stringify(answers[index]);
      });
      expect(mismatches.slice(0, 3)).toEqual([]);
    },
  );

  test("puts every assigned character into lower case, alone and around a sigma", async () => {
    const lines = listAssigned(await readCategories()).flatMap((character) => [
      character,
      `a${character}Σ`,
      `aΣ${character}`,
      `aΣ${character}a`,
      `${character}Σ`,
    ]);
    const requests = lines.map((lower) => ({ lower }));
    const answers = await oracle.ask(requests);
    const differing = lines.filter(
      (line, index) =>
        JSON.stringify({ text: line.toLowerCase() }) !== JSON.stringify(answers[index]),
    );
    expect(differing.filter((line) => !KNOWN_DIVERGENCES.test(line))).toEqual([]);
  });
});

/** A word in NFKC; one that has a special token in it would not reach MeCab. */
function makeWord(random: Random): string {
  const parts = Array.from({ length: random.pick(LENGTHS) }, () => random.pick(PARTS));
  const word = parts.join("").normalize("NFKC");
  const hasSpecialToken = Object.values(BRACKETS).some((token) => word.includes(token));
  return hasSpecialToken ? word.replaceAll("[", "").normalize("NFKC") : word;
}
