/**
 * The words of our dictionaries against MeCab's own, in fugashi as transformers
 * calls it: real sentences, random Unicode, runs of one character, white space as
 * long as MeCab can look, and every assigned code point.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { EDGE_CASES, SMALL_VOCABULARY } from "../fixtures/small-tokenizer.ts";
import { askWords, compareTexts, makeMatch } from "./compare.ts";
import { openInstalled } from "./oracle-dictionary.ts";
import { PythonScript } from "./python.ts";
import { RandomText } from "./random-text.ts";
import { Random } from "./random.ts";
import { hasCorpora, readRealSentences } from "./real-text.ts";
import { joinBetweenLetters, takeEvenly } from "./samples.ts";
import { type CategoryRun, isOfOneVersion, listAssigned, readCategories } from "./unicode.ts";
import { listLongWhiteSpace } from "./white-space.ts";

const SEED = 20_261_126;
const SENTENCES = 25_000;
const RANDOM_TEXTS = 15_000;
const LONGEST_RUN = 60;
const TIMEOUT_MS = 120_000;

const corpus = readRealSentences();
if (!hasCorpora)
  process.stderr.write("skipped: real sentences but the project's own, no corpora are there\n");

test.skipIf(!hasCorpora)(`there are ${SENTENCES} real sentences to compare`, () => {
  expect(corpus.length).toBeGreaterThan(SENTENCES);
});

describe.each(openInstalled())("$name", { timeout: TIMEOUT_MS }, ({ name, dictionary }) => {
  const folder = mkdtempSync(join(tmpdir(), "kanjo-words-"));
  let oracle: PythonScript;
  let categories: CategoryRun[];

  beforeAll(async () => {
    const file = join(folder, "vocab.txt");
    writeFileSync(file, SMALL_VOCABULARY);
    oracle = new PythonScript("bert_japanese.py", [file, "--dictionary", name]);
    await oracle.read();
    categories = await readCategories();
  });

  afterAll(() => {
    oracle.close();
    rmSync(folder, { recursive: true });
  });

  const expectMatch = async (texts: readonly string[]): Promise<void> => {
    const comparison = await compareTexts(texts, askWords(dictionary), oracle);
    expect(comparison).toEqual(makeMatch(texts.length));
  };

  test("cuts real sentences alike", () => expectMatch(takeEvenly(corpus, SENTENCES)));

  test(`cuts ${RANDOM_TEXTS} random texts alike`, async () => {
    const random = new RandomText(new Random(SEED), categories, corpus);
    await expectMatch(Array.from({ length: RANDOM_TEXTS }, () => random.next()));
  });

  test("cuts every assigned character alike, between letters and alone", async () => {
    const characters = listAssigned(categories);
    await expectMatch(joinBetweenLetters(characters));
    await expectMatch(takeEvenly(characters, 20_000));
  });

  test("cuts runs of one character alike, one of each general category", async () => {
    const common = categories.filter(([first, , category]) => !isOfOneVersion(first, category));
    const groups = Map.groupBy(common, ([, , category]) => category);
    const firsts = [...groups.values()].map(([run]) => String.fromCodePoint(run?.[0] ?? 0));
    const characters = [...firsts, ...Array.from("aアあ漢一1١!αЖ😀𠮷\uffff\r")];
    const lengths = [...Array.from({ length: LONGEST_RUN }, (_, length) => length), 200, 3_000];
    await expectMatch(
      characters.flatMap((character) => lengths.map((length) => `a${character.repeat(length)}漢`)),
    );
  });

  test("cuts the edge cases alike", () => expectMatch(EDGE_CASES.map(([, text]) => text)));

  test("cuts texts with long white space alike, where MeCab does not fail itself", async () => {
    const texts = listLongWhiteSpace();
    const comparison = await compareTexts(texts, askWords(dictionary), oracle);
    expect(comparison).toMatchObject({ mismatches: 0, first: [] });
    expect(comparison.compared).toBeGreaterThan(texts.length * 0.8);
  });
});
