/**
 * Ours against transformers' BertJapaneseTokenizer with fugashi and unidic-lite:
 * the same tokens and ids for real sentences, random Unicode, every assigned
 * code point and the table of edge cases, the same encodings, the same decoded
 * texts.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { loadTokenizer } from "../../src/tokenizer/load-tokenizer.ts";
import type { EncodeOptions, Tokenizer } from "../../src/tokenizer/tokenizer.ts";
import { EDGE_CASES } from "../fixtures/small-tokenizer.ts";
import { PythonScript, whyNoOracle } from "./python.ts";
import { RandomText } from "./random-text.ts";
import { Random } from "./random.ts";
import { hasCorpora, readRealSentences } from "./real-text.ts";
import { type CategoryRun, listAssigned, readCategories } from "./unicode.ts";
import { hasCharV3, listVocabularies, type VocabularyCase } from "./vocabularies.ts";

/** Texts, as JSON, whose tokens are known to differ, with the reason. There is none. */
const KNOWN_DIVERGENCES: readonly string[] = [];

const SEED = 20_261_123;
const RANDOM_TEXTS = 20_000;
const ENCODINGS = 4_000;
const DECODINGS = 3_000;
const CHARACTERS_A_TEXT = 100;
const TIMEOUT_MS = 300_000;

const reason = whyNoOracle();
const corpus = readRealSentences();
if (reason !== undefined) process.stderr.write(`skipped: ${reason}\n`);
if (!hasCorpora)
  process.stderr.write("skipped: real sentences but the project's own, no corpora are there\n");
if (!hasCharV3) process.stderr.write("skipped: Tohoku's char-v3 vocabulary, it is not there\n");

const folder = mkdtempSync(join(tmpdir(), "kanjo-oracle-"));
let categories: CategoryRun[] = [];

beforeAll(async () => {
  if (reason === undefined) categories = await readCategories();
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

test.skipIf(!hasCharV3)("Tohoku's own vocabulary is among those that are compared", () => {
  expect(listVocabularies().map((vocabulary) => vocabulary.name)).toContain("char-v3");
});

test.skipIf(!hasCorpora)("more than 20,000 real sentences are compared", () => {
  expect(corpus.length).toBeGreaterThan(20_000);
});

describe.skipIf(reason !== undefined).each(listVocabularies())(
  "with the $name vocabulary",
  { timeout: TIMEOUT_MS },
  (vocabulary) => {
    const file = placeFile(vocabulary);
    const tokenizer = loadTokenizer(vocabulary.config, readFileSync(file, "utf8"));
    const sentences = takeEvenly(corpus, vocabulary.sentences);
    let oracle: PythonScript;
    let versions: unknown;

    beforeAll(async () => {
      oracle = new PythonScript("bert_japanese.py", oracleArguments(vocabulary, file));
      versions = await oracle.read();
    });

    afterAll(() => {
      oracle.close();
    });

    test("is asked of transformers 5 with the dictionary that the models name", () => {
      expect(versions).toEqual({
        transformers: expect.stringMatching(/^5\./),
        fugashi: expect.any(String),
        "unidic-lite": "1.0.8",
      });
    });

    test(`tokenizes ${sentences.length} real sentences alike`, async () => {
      expect(await findTokenMismatches(tokenizer, sentences, oracle)).toEqual(KNOWN_DIVERGENCES);
    });

    test(`tokenizes ${RANDOM_TEXTS} random texts alike`, async () => {
      const random = new RandomText(new Random(SEED), categories, corpus);
      const texts = Array.from({ length: RANDOM_TEXTS }, () => random.next());
      expect(await findTokenMismatches(tokenizer, texts, oracle)).toEqual(KNOWN_DIVERGENCES);
    });

    test("tokenizes every assigned code point alike, between letters", async () => {
      const texts = joinBetweenLetters(listAssigned(categories));
      expect(await findTokenMismatches(tokenizer, texts, oracle)).toEqual(KNOWN_DIVERGENCES);
    });

    test("tokenizes the edge cases alike", async () => {
      const texts = EDGE_CASES.map(([, text]) => text);
      expect(await findTokenMismatches(tokenizer, texts, oracle)).toEqual(KNOWN_DIVERGENCES);
    });

    test(`encodes ${ENCODINGS} texts and pairs alike, cut and padded`, async () => {
      const random = new Random(SEED + 1);
      const texts = new RandomText(random, categories, corpus);
      const requests = Array.from({ length: ENCODINGS }, () => makeEncodeRequest(random, texts));
      const answers = await oracle.ask(requests);
      const mismatches = requests.filter(
        (request, index) => encodeToJson(tokenizer, request) !== JSON.stringify(answers[index]),
      );
      expect(mismatches.slice(0, 5)).toEqual([]);
    });

    test(`decodes ${DECODINGS} sequences of ids alike`, async () => {
      const random = new Random(SEED + 2);
      const requests = Array.from({ length: DECODINGS }, () =>
        makeDecodeRequest(random, tokenizer.vocabularySize),
      );
      const decoded = requests.map(({ decode, skip }) => ({
        text: tokenizer.decode(decode, { skipSpecialTokens: skip }),
      }));
      expect(decoded).toEqual(await oracle.ask(requests));
    });
  },
);

/** At most `count` of the texts, spread over all of them. */
function takeEvenly(texts: readonly string[], count: number): string[] {
  if (texts.length <= count) return [...texts];
  return Array.from({ length: count }, (_, index) => {
    return texts[Math.floor((index * texts.length) / count)] ?? "";
  });
}

function placeFile({ name, source }: VocabularyCase): string {
  if ("file" in source) return source.file;
  const file = join(folder, `${name}.txt`);
  writeFileSync(file, source.text);
  return file;
}

function oracleArguments({ config }: VocabularyCase, file: string): string[] {
  const names = Object.entries(config.specialTokens).map(([role, token]) => [
    `${role}_token`,
    token,
  ]);
  return [file, "--special-tokens", JSON.stringify(Object.fromEntries(names))];
}

/** The first texts whose tokens differ, as JSON. */
async function findTokenMismatches(
  tokenizer: Tokenizer,
  texts: readonly string[],
  oracle: PythonScript,
): Promise<string[]> {
  const answers = await oracle.ask(texts.map((text) => ({ text })));
  return texts
    .filter((text, index) => tokenizeToJson(tokenizer, text) !== JSON.stringify(answers[index]))
    .slice(0, 5)
    .map((text) => JSON.stringify(text));
}

function tokenizeToJson(tokenizer: Tokenizer, text: string): string {
  return JSON.stringify({
    tokens: tokenizer.tokenize(text).map((token) => token.text),
    ids: [...tokenizer.encode(text).ids].slice(1, -1),
  });
}

/** Each character after an `a`, so that a mark composes where it can. */
function joinBetweenLetters(characters: readonly string[]): string[] {
  const count = Math.ceil(characters.length / CHARACTERS_A_TEXT);
  return Array.from({ length: count }, (_, index) =>
    characters
      .slice(index * CHARACTERS_A_TEXT, (index + 1) * CHARACTERS_A_TEXT)
      .map((character) => `a${character}`)
      .join(""),
  );
}

interface EncodeRequest {
  readonly encode: true;
  readonly text: string;
  readonly pair?: string;
  readonly max_length?: number;
  readonly pad_to?: number;
}

function makeEncodeRequest(random: Random, texts: RandomText): EncodeRequest {
  return {
    encode: true,
    text: texts.next(),
    ...(random.below(2) === 0 ? {} : { pair: texts.next() }),
    ...(random.below(4) === 0 ? {} : { max_length: 3 + random.below(40) }),
    ...(random.below(2) === 0 ? {} : { pad_to: random.below(60) }),
  };
}

function encodeToJson(tokenizer: Tokenizer, request: EncodeRequest): string {
  const options: EncodeOptions = {
    ...(request.pair === undefined ? {} : { pair: request.pair }),
    ...(request.max_length === undefined ? {} : { maxTokens: request.max_length }),
    ...(request.pad_to === undefined ? {} : { padTo: request.pad_to }),
  };
  const { ids, typeIds, attentionMask } = tokenizer.encode(request.text, options);
  return JSON.stringify({
    ids: [...ids],
    type_ids: [...typeIds],
    attention_mask: [...attentionMask],
  });
}

/** Half of the ids are among the first, where the special tokens and the traps are. */
function makeDecodeRequest(random: Random, vocabularySize: number) {
  const decode = Array.from({ length: random.below(20) }, () =>
    random.below(random.below(2) === 0 ? 20 : vocabularySize),
  );
  return { decode, skip: random.below(2) === 0 };
}
