import { expect, test } from "vitest";
import { parse } from "yaml";

import { makeSyntheticReport } from "../../../test/synthetic-report.ts";
import type { CardDraft } from "./card-draft.ts";
import { renderModelCard } from "./render-model-card.ts";

const { model, splits } = makeSyntheticReport();

const DRAFT: CardDraft = {
  ...model,
  labels: [...model.labels],
  tokenizer: {
    kind: "bert-japanese",
    wordTokenizer: "mecab",
    mecabDic: "unidic_lite",
    subwordTokenizer: "wordpiece",
    doLowerCase: false,
    specialTokens: { pad: "[PAD]", unk: "[UNK]", cls: "[CLS]", sep: "[SEP]", mask: "[MASK]" },
  },
  metrics: Object.fromEntries(splits.map(({ split, metrics }) => [split, metrics])),
  comparison: null,
};

function readFrontMatter(card: string): unknown {
  return parse(/^---\n([\s\S]*?)\n---\n/.exec(card)?.[1] ?? "");
}

function withData(data: Readonly<Record<string, string>>): CardDraft {
  return { ...DRAFT, provenance: { ...DRAFT.provenance, recipe: { data } } };
}

test("the front matter is what the Hub reads", () => {
  const figures = DRAFT.metrics["test"];
  expect(readFrontMatter(renderModelCard(DRAFT, { license: "cc0-1.0" }))).toMatchObject({
    language: ["ja"],
    license: "cc0-1.0",
    library_name: "transformers.js",
    pipeline_tag: "text-classification",
    base_model: "tohoku-nlp/bert-base-japanese-v3",
    "model-index": [
      {
        name: "sentiment",
        results: [
          {
            task: { type: "text-classification" },
            metrics: [
              { type: "accuracy", value: figures?.accuracy },
              { type: "f1", value: figures?.macroF1 },
              { type: "matthews_correlation", value: figures?.matthews },
            ],
          },
        ],
      },
    ],
  });
});

test.each([
  ["no licence that nobody gave", DRAFT, "license"],
  ["no base model for one from scratch", { ...DRAFT, baseModel: null }, "base_model"],
  ["no base model for a folder", { ...DRAFT, baseModel: "/home/someone/bert" }, "base_model"],
  ["no data set for files of one's own", withData({ format: "csv", files: "a.csv" }), "datasets"],
  ["no results without a test split", { ...DRAFT, metrics: {} }, "model-index"],
])("there is %s", (_name, draft, field) => {
  const card = renderModelCard(draft);
  expect(readFrontMatter(card)).not.toHaveProperty(field);
  expect(card).not.toMatch("/home");
});

test("a data set of the Hub is named", () => {
  const card = renderModelCard(withData({ format: "hub", dataset: "shunk031/JGLUE" }));
  expect(readFrontMatter(card)).toMatchObject({ datasets: ["shunk031/JGLUE"] });
  expect(card).toMatch("Trained on shunk031/JGLUE");
});

test("labels cannot break out of a table or become markup", () => {
  const hostile = "a|b\n\n# <script>[x](javascript:alert) `c` ---";
  const card = renderModelCard({ ...DRAFT, labels: [hostile, "positive"] });
  expect(readFrontMatter(card)).toEqual(readFrontMatter(renderModelCard(DRAFT)));
  expect(card).not.toMatch(/(?<!\\)<script|(?<!\\)\[x\]|^# <|(?<!\\)`c/m);
  const columns = card
    .split("\n")
    .filter((line) => line.startsWith("| gold"))
    .map((line) => line.split(/(?<!\\)\|/).length - 2);
  expect(columns).toEqual([3]);
});

test.each([
  ["fp32", "fp32"],
  ["int8", "q8"],
  ["int4", "q4"],
] as const)("transformers.js is told that %s weights are %s", (weights, type) => {
  const card = renderModelCard({ ...DRAFT, compression: { ...DRAFT.compression, weights } });
  expect(card).toMatch(`dtype: "${type}"`);
});

test("the figures are the manifest's", () => {
  const card = renderModelCard(DRAFT, { baselineAccuracy: 0.879 });
  expect(card).toMatch("| test | 832 | 90.0 % | 0.896 | 0.781 | 1.8 % | 0.164 | 0.291 |");
  expect(card).toMatch("reach 87.9 % on the test split");
  expect(card).toMatch("taken for negative (46 texts)");
});

test("a tokenizer without words needs no dictionary", () => {
  const tokenizer = { ...DRAFT.tokenizer, subwordTokenizer: "character", mecabDic: null } as const;
  expect(renderModelCard({ ...DRAFT, tokenizer })).not.toMatch("openDictionary");
});

test("the same card comes from the same draft", () => {
  expect(renderModelCard(DRAFT)).toBe(renderModelCard(DRAFT));
});
