/**
 * MeCab itself on tiny dictionaries that its own compiler made: the expectations of
 * src/segmenter/lattice.test.ts, and random dictionaries with random texts.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";

import { openDictionary } from "../../src/segmenter/dictionary.ts";
import { arbitraryTiny } from "../fixtures/arbitrary-tiny.ts";
import { DEAREST, LATTICE_CASES, MOST_OF_THE_DEAREST } from "../fixtures/lattice-cases.ts";
import type { MecabDescription } from "../fixtures/mecab-files.ts";
import { compileTiny, listWords } from "../fixtures/tiny-dictionary.ts";
import { writeMecabSources } from "./mecab-sources.ts";
import { PythonScript, whyNoOracle } from "./python.ts";

const SEED = 20_261_127;
const RANDOM_DICTIONARIES = 12;
const TEXTS_A_DICTIONARY = 400;
const TIMEOUT_MS = 120_000;

const MOST = "a".repeat(MOST_OF_THE_DEAREST);

const Answer = z.object({ words: z.array(z.union([z.array(z.string()), z.string()])) });

const reason = whyNoOracle();
if (reason !== undefined) process.stderr.write(`skipped: ${reason}\n`);

describe.skipIf(reason !== undefined)("MeCab itself", { timeout: TIMEOUT_MS }, () => {
  const folder = mkdtempSync(join(tmpdir(), "kanjo-lattice-"));
  let oracle: PythonScript;

  beforeAll(async () => {
    oracle = await startOracle();
  });

  afterAll(() => {
    oracle.close();
    rmSync(folder, { recursive: true });
  });

  test.each(groupByDictionary())("expects $rules", async ({ dictionary, texts, words }) => {
    expect(await askMecab(dictionary, texts)).toEqual(words);
  });

  test("takes costs below 31 bits", async () => {
    const [words, further] = await askMecab(DEAREST, [MOST, `${MOST}abb`]);
    expect(words).toHaveLength(MOST.length);
    expect(further).toHaveLength(MOST.length + 3);
  });

  test.each([
    ["the end", "a"],
    ["a word", "aaa"],
    ["a word before cheap ones", "aaabb"],
  ])("takes Python down with more, at %s", async (_, rest) => {
    const ownOracle = await startOracle();
    await expect(askMecab(DEAREST, [MOST + rest], ownOracle)).rejects.toThrow("ended early");
  });

  test("cuts random texts by random dictionaries alike", async () => {
    const options = { seed: SEED, numRuns: RANDOM_DICTIONARIES };
    for (const { description, texts } of fc.sample(arbitraryTiny(TEXTS_A_DICTIONARY), options)) {
      const dictionary = openDictionary(await compileTiny(description));
      const expected = await askMecab(description, texts);
      expect(texts.map((text) => listWords(dictionary, text))).toEqual(expected);
    }
  });

  async function askMecab(
    dictionary: MecabDescription,
    texts: readonly string[],
    asked: PythonScript = oracle,
  ) {
    const source = mkdtempSync(join(folder, "source-"));
    for (const [name, content] of Object.entries(writeMecabSources(dictionary))) {
      writeFileSync(join(source, name), content);
    }
    return Answer.parse((await asked.ask([{ source, texts }]))[0]).words;
  }
});

async function startOracle(): Promise<PythonScript> {
  const oracle = new PythonScript("mecab_words.py");
  expect(await oracle.read()).toEqual({ fugashi: expect.any(String) });
  return oracle;
}

/** Compiling takes longest, and many cases have the same dictionary. */
function groupByDictionary() {
  const groups = Map.groupBy(LATTICE_CASES, ({ dictionary }) => JSON.stringify(dictionary));
  return [...groups.values()].map((cases) => ({
    rules: cases.map(({ rule }) => rule).join("; "),
    dictionary: cases[0]?.dictionary ?? DEAREST,
    texts: cases.map(({ text }) => text),
    words: cases.map(({ words }) => words),
  }));
}
