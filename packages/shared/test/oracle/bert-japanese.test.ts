/**
 * Ours against transformers' BertJapaneseTokenizer with fugashi and MeCab's
 * dictionaries: the same tokens and ids for real sentences, random Unicode, every
 * assigned code point and the table of edge cases, the same encodings, the same
 * decoded texts.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { loadTokenizer } from "../../src/tokenizer/load-tokenizer.ts";
import type { EncodeOptions, Tokenizer } from "../../src/tokenizer/tokenizer.ts";
import { EDGE_CASES } from "../fixtures/small-tokenizer.ts";
import { askTokens, compareTexts, makeMatch } from "./compare.ts";
import { learnPieces } from "./learn-pieces.ts";
import { type NamedDictionary, openInstalled } from "./oracle-dictionary.ts";
import { PythonScript, whyNoOracle } from "./python.ts";
import { RandomText } from "./random-text.ts";
import { Random } from "./random.ts";
import { hasCorpora, readRealSentences } from "./real-text.ts";
import { joinBetweenLetters, takeEvenly } from "./samples.ts";
import { type CategoryRun, listAssigned, readCategories } from "./unicode.ts";
import {
  CHARACTER_CASES,
  hasTohoku,
  listTohoku,
  makeLowerCharacterCase,
  makePieceCase,
  type TokenizerCase,
} from "./vocabularies.ts";

const SEED = 20_261_123;
const SENTENCES = 6_000;
const RANDOM_TEXTS = 4_000;
const ENCODINGS = 2_000;
const DECODINGS = 1_000;
const LEARNED_FROM = 5_000;
const LEARNED_PIECES = 4_000;
const TIMEOUT_MS = 120_000;

const reason = whyNoOracle();
const corpus = readRealSentences();
if (reason !== undefined) process.stderr.write(`skipped: ${reason}\n`);
if (!hasCorpora)
  process.stderr.write("skipped: real sentences but the project's own, no corpora are there\n");
if (!hasTohoku) process.stderr.write("skipped: Tohoku's vocabularies, they are not there\n");

const folder = mkdtempSync(join(tmpdir(), "kanjo-oracle-"));
const installed = openInstalled();
const cases = listCases();
let categories: CategoryRun[] = [];

beforeAll(async () => {
  if (reason === undefined) categories = await readCategories();
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

test.skipIf(!hasTohoku || installed.length === 0)("Tohoku's own are among the tokenizers", () => {
  expect(cases.map(({ name }) => name)).toEqual(expect.arrayContaining(["char-v3", "v3"]));
});

describe.skipIf(reason !== undefined).each(cases)(
  "the tokenizer $name",
  { timeout: TIMEOUT_MS },
  (tokenizerCase) => {
    const tokenizer = load(tokenizerCase);
    let oracle: PythonScript;
    let versions: unknown;

    beforeAll(async () => {
      oracle = new PythonScript("bert_japanese.py", writeOracleArguments(tokenizerCase));
      versions = await oracle.read();
    });

    afterAll(() => {
      oracle.close();
    });

    const expectMatch = async (texts: readonly string[]): Promise<void> => {
      const comparison = await compareTexts(texts, askTokens(tokenizer), oracle);
      expect(comparison).toEqual(makeMatch(texts.length));
    };

    test("is asked of transformers 5 with the dictionary that the models name", () => {
      const dictionary =
        tokenizerCase.config.mecabDic === "ipadic"
          ? { ipadic: "1.0.0" }
          : { "unidic-lite": "1.0.8" };
      expect(versions).toEqual({
        transformers: expect.stringMatching(/^5\./),
        fugashi: expect.any(String),
        ...dictionary,
      });
    });

    test("tokenizes real sentences alike", () => expectMatch(takeEvenly(corpus, SENTENCES)));

    test(`tokenizes ${RANDOM_TEXTS} random texts alike`, async () => {
      const random = new RandomText(new Random(SEED), categories, corpus);
      await expectMatch(Array.from({ length: RANDOM_TEXTS }, () => random.next()));
    });

    test("tokenizes every assigned code point alike, between letters", () =>
      expectMatch(joinBetweenLetters(listAssigned(categories))));

    test("tokenizes the edge cases alike", () => expectMatch(EDGE_CASES.map(([, text]) => text)));

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

/** Those whose dictionary is installed. */
function listCases(): TokenizerCase[] {
  const ofDictionaries = installed.flatMap(({ name, dictionary }) => {
    const pieces = learnPieces(dictionary, takeEvenly(corpus, LEARNED_FROM), LEARNED_PIECES);
    return [
      makePieceCase(name, false, pieces),
      ...(name === "unidic_lite" ? [makePieceCase(name, true, pieces)] : []),
      ...(name === "ipadic" ? [makeLowerCharacterCase(name)] : []),
    ];
  });
  return [...listTohoku(), ...CHARACTER_CASES, ...ofDictionaries].filter(
    ({ config }) => config.mecabDic === null || findDictionary(config.mecabDic) !== undefined,
  );
}

function findDictionary(name: string | null): NamedDictionary | undefined {
  return installed.find((dictionary) => dictionary.name === name);
}

function load({ config, vocabulary }: TokenizerCase): Tokenizer {
  const dictionary = findDictionary(config.mecabDic)?.dictionary;
  return loadTokenizer(config, { vocabulary, ...(dictionary && { dictionary }) });
}

function writeOracleArguments({ name, config, vocabulary }: TokenizerCase): string[] {
  const file = join(folder, `${name}.txt`);
  writeFileSync(file, vocabulary);
  const tokens = Object.entries(config.specialTokens).map(([role, token]) => [
    `${role}_token`,
    token,
  ]);
  return [
    file,
    "--special-tokens",
    JSON.stringify(Object.fromEntries(tokens)),
    "--subwords",
    config.subwordTokenizer,
    ...(config.mecabDic === null ? [] : ["--dictionary", config.mecabDic]),
    ...(config.doLowerCase ? ["--lower"] : []),
  ];
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
