import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";

import { PythonScript, whyNoOracle } from "../../../../packages/shared/test/oracle/python.ts";
import { makeCharacterTokenizer } from "../../test/character-tokenizer.ts";
import {
  CHARACTERS,
  CHOICES,
  CLASSIFICATION,
  PAIRS,
  REGRESSION,
  SPANS,
} from "../../test/small-datasets.ts";
import type { Dataset } from "../dataset/dataset.ts";
import { buildCharacterVocabulary } from "./build-vocabulary.ts";
import { encodeSplit } from "./encode-split.ts";
import type { TokenizedRow } from "./tokenized-row.ts";

const tokenizer = makeCharacterTokenizer(CHARACTERS);

function encode(dataset: Dataset, maxTokens = 128): TokenizedRow[] {
  return [...encodeSplit(dataset, "train", { tokenizer, maxTokens })];
}

/** Tokens of the row, a bar before the second text, and the targets. */
function show({ inputIds, secondStart, targets }: TokenizedRow): string {
  const tokens = Array.from(inputIds, (id) => tokenizer.decode([id]));
  const texts = [tokens.slice(0, secondStart), tokens.slice(secondStart)];
  return `${texts.map((text) => text.join("")).join("|")} ${targets.join(",")}`;
}

describe("rows", () => {
  test.each<[string, Dataset, string[]]>([
    ["a text has no second one", CLASSIFICATION, ["[CLS]良い[SEP]| 0", "[CLS]悪い悪い[SEP]| 1"]],
    [
      "a pair has its second text behind the first one's [SEP]",
      PAIRS,
      ["[CLS]犬がいる[SEP]|猫[SEP] 2", "[CLS]犬[SEP]|猫がいる[SEP] 1"],
    ],
    ["a pair's target is a number", REGRESSION, ["[CLS]犬[SEP]|猫[SEP] 2.2"]],
    [
      "every choice has a row with the question before it, and the right one in all of them",
      CHOICES,
      ["犬", "石", "空"].map((choice) => `[CLS]鳴くのは[SEP]|${choice}[SEP] 0`),
    ],
    [
      "a context is the second text, and its answer two places in the row",
      SPANS,
      ["[CLS]猫は[SEP]|犬は庭にいる。猫は家にいる。[SEP] 13,13"],
    ],
  ])("%s", (_, dataset, rows) => {
    expect(encode(dataset).map(show)).toEqual(rows);
  });

  test("are cut at the limit, the longer text of a pair first, which is counted", () => {
    const rows = encode(PAIRS, 6);
    expect(rows.map(show)).toEqual(["[CLS]犬が[SEP]|猫[SEP] 2", "[CLS]犬[SEP]|猫が[SEP] 1"]);
    expect(rows.map(({ truncated }) => truncated)).toEqual([true, true]);
    expect(encode(CLASSIFICATION, 4).map(({ truncated }) => truncated)).toEqual([false, true]);
  });

  test("have the windows of a long context one after the other", () => {
    expect(encode(SPANS, 12).map(show)).toEqual([
      "[CLS]猫は[SEP]|犬は庭にいる。[SEP] 0,0",
      "[CLS]猫は[SEP]|る。猫は家にい[SEP] 8,8",
      "[CLS]猫は[SEP]|にいる。[SEP] 0,0",
    ]);
  });
});

describe("what cannot be tokenized is named by its place and not shown", () => {
  const secret = "秘密\uD800";
  const row = { source: "f:7", text: "良い" };
  const none = { validation: [], test: [] };
  const cases: readonly Dataset[] = [
    { ...CLASSIFICATION, splits: { train: [{ ...row, text: secret, label: "良" }], ...none } },
    { ...REGRESSION, splits: { train: [{ ...row, pair: secret, target: 1 }], ...none } },
    { ...CHOICES, splits: { train: [{ ...row, choices: ["犬", secret], answer: 0 }], ...none } },
    { ...SPANS, splits: { train: [{ ...row, id: "1", context: secret, answers: [] }], ...none } },
  ];
  test.each(cases)("$task", (dataset) => {
    expect(() => encode(dataset)).toThrow(/^f:7: /);
    expect(() => encode(dataset)).toThrow(expect.objectContaining({ code: "text-malformed" }));
    expect(() => encode(dataset)).not.toThrow(/秘密/);
  });

  test("a question that leaves no room for its context", () => {
    expect(() => encode(SPANS, 7)).toThrow(
      expect.objectContaining({
        code: "question-too-long",
        message:
          "e:1: the question has 2 tokens, at most 1 are possible with max_tokens 7 and stride 2",
      }),
    );
    expect(encode(SPANS, 8)).toHaveLength(12);
  });
});

describe("against transformers' BertJapaneseTokenizer", () => {
  const reason = whyNoOracle();
  if (reason !== undefined) process.stderr.write(`skipped: ${reason}\n`);
  const folder = mkdtempSync(join(tmpdir(), "kanjo-pairs-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  test.skipIf(reason !== undefined)(
    "pairs have its ids and its second texts",
    async () => {
      const vocabulary = join(folder, "vocab.txt");
      writeFileSync(vocabulary, buildCharacterVocabulary(CHARACTERS, 1));
      const words = fc.array(fc.constantFrom("犬", "猫は", "い", "ｶﾞ", "\u3000", "[SEP]", "𠮷"));
      const texts = fc.tuple(words, words, fc.integer({ min: 3, max: 24 }));
      const samples = fc.sample(texts, { numRuns: 500, seed: 4 });
      const oracle = new PythonScript("bert_japanese.py", [vocabulary, "--subwords", "character"]);
      await oracle.read();
      const expected = await oracle.ask(
        samples.map(([first, second, max_length]) => ({
          text: first.join(""),
          pair: second.join(""),
          max_length,
          encode: true,
        })),
      );
      oracle.close();
      const found = samples.flatMap(([first, second, maxTokens]) => {
        const row = { source: "g:1", text: first.join(""), pair: second.join(""), target: 0 };
        const dataset: Dataset = { ...REGRESSION, splits: { ...REGRESSION.splits, train: [row] } };
        return encode(dataset, maxTokens).map(({ inputIds, secondStart }) => ({
          ids: [...inputIds],
          type_ids: Array.from(inputIds, (_, at) => (at < secondStart ? 0 : 1)),
        }));
      });
      expect(expected).toMatchObject(found);
    },
    120_000,
  );
});
