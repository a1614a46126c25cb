/** What MeCab makes of a sample of texts, for runtimes that cannot ask it themselves. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import * as z from "zod";

import { type ExpectedWords, SEPARATOR } from "../fixtures/find-differing.ts";
import { SMALL_VOCABULARY } from "../fixtures/small-tokenizer.ts";
import {
  compileInstalled,
  DICTIONARY_NAMES,
  type DictionaryName,
} from "./compiled-dictionaries.ts";
import { PythonScript } from "./python.ts";
import { RandomText } from "./random-text.ts";
import { Random } from "./random.ts";
import { readRealSentences } from "./real-text.ts";
import { takeEvenly } from "./samples.ts";
import { readCategories } from "./unicode.ts";

const SEED = 20_261_129;
const SENTENCES = 1_500;
const RANDOM_TEXTS = 1_500;

const Answer = z.object({ words: z.array(z.string()) });

/** For each dictionary that is installed. */
export async function askForWords(): Promise<ExpectedWords[]> {
  const paths = await compileInstalled();
  const texts = Object.keys(paths).length === 0 ? [] : await makeTexts();
  const expected: ExpectedWords[] = [];
  for (const name of DICTIONARY_NAMES) {
    const path = paths[name];
    if (path === undefined) continue;
    const dictionary = readFileSync(path, "base64");
    expected.push({ name, dictionary, texts, words: await askMecab(name, texts) });
  }
  return expected;
}

async function makeTexts(): Promise<string[]> {
  const sentences = readRealSentences();
  const random = new RandomText(new Random(SEED), await readCategories(), sentences);
  const texts = Array.from({ length: RANDOM_TEXTS }, () => random.next());
  return [...takeEvenly(sentences, SENTENCES), ...texts].map((text) =>
    text.replaceAll(SEPARATOR, ""),
  );
}

async function askMecab(name: DictionaryName, texts: readonly string[]): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), "kanjo-expected-"));
  const vocabulary = join(folder, "vocab.txt");
  writeFileSync(vocabulary, SMALL_VOCABULARY);
  const oracle = new PythonScript("bert_japanese.py", [vocabulary, "--dictionary", name]);
  await oracle.read();
  const answers = await oracle.ask(texts.map((text) => ({ words: text })));
  oracle.close();
  rmSync(folder, { recursive: true });
  return answers.map((answer) => Answer.parse(answer).words.join(SEPARATOR));
}
