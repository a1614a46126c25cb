import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { DataSource } from "../recipe/recipe.ts";
import { loadDataset } from "./load-dataset.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kanjo-dataset-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function load(name: string, content: string | Buffer, options: Partial<DataSource> = {}) {
  const file = join(folder, name);
  await writeFile(file, content);
  const format = DataFormat(name);
  const source = { text_column: "text", label_column: "label", split_column: "split", ...options };
  return loadDataset({ format, files: file, ...source }, null);
}

function DataFormat(name: string): DataSource["format"] {
  if (name.endsWith(".jsonl")) return "jsonl";
  if (name.endsWith(".csv")) return "csv";
  return name.startsWith("pn") ? "jrte" : "tsv";
}

const EXPECTED = {
  labels: ["positive", "negative"],
  splits: {
    train: [{ text: "良い、とても", label: "positive" }],
    validation: [{ text: '彼は"最高"と言った', label: "positive" }],
    test: [{ text: "悪い", label: "negative" }],
  },
};

describe("the same rows come out of every format", () => {
  test.each([
    [
      "rows.jsonl",
      '{"text":"良い、とても","label":"positive","split":"train"}\n\n{"text":"彼は\\"最高\\"と言った","label":"positive","split":"dev"}\r\n{"text":"悪い","label":"negative","split":"TEST"}\n',
    ],
    [
      "rows.csv",
      '\uFEFFtext,label,split\r\n"良い、とても",positive,train\r\n"彼は""最高""と言った",positive,valid\r\n悪い,negative,test\r\n',
    ],
    [
      "rows.tsv",
      'label\ttext\tsplit\npositive\t良い、とても\ttrain\npositive\t彼は"最高"と言った\tvalidation\nnegative\t悪い\ttest\n',
    ],
    [
      "pn.tsv",
      'a\t1\t良い、とても\t{"1": 3}\ttrain\nb\t1\t彼は"最高"と言った\t{"1": 3}\tdev\nc\t-1\t悪い\t{"-1": 2}\ttest\n',
    ],
  ])("%s", async (name, content) => {
    expect(await load(name, content)).toMatchObject(EXPECTED);
  });
});

test("a row knows its line, also after a field with line breaks", async () => {
  const dataset = await load(
    "lines.csv",
    'text,label,split\n"一\n二",a,train\n三,b,train\n四,a,dev\n五,b,test\n',
  );
  expect(dataset.splits.train.map((row) => row.source)).toEqual(["lines.csv:3", "lines.csv:4"]);
});

test("numbers are labels, too, in code point order", async () => {
  const dataset = await load(
    "numbers.jsonl",
    '{"text":"a","label":2,"split":"train"}\n{"text":"b","label":1,"split":"dev"}\n{"text":"c","label":2,"split":"test"}\n',
  );
  expect(dataset.labels).toEqual(["1", "2"]);
});

test("neutral stands between positive and negative, whatever comes first", async () => {
  const lines = ["negative", "neutral", "positive"].map((label) =>
    JSON.stringify({ text: label, label }),
  );
  const dataset = await load("three.jsonl", lines.join("\n"), { split_column: null });
  expect(dataset.labels).toEqual(["positive", "neutral", "negative"]);
});

describe("what cannot be read is refused with its place", () => {
  test.each([
    [
      "broken.jsonl",
      '{"text":"a","label":"x","split":"train"}\n{"text"',
      /broken\.jsonl:2: not JSON/,
    ],
    ["array.jsonl", "[1]", /array\.jsonl:1: expected a JSON object/],
    [
      "column.jsonl",
      '{"body":"a","label":"x","split":"train"}',
      /column\.jsonl:1: no column "text", there are: body, label, split/,
    ],
    ["null.jsonl", '{"text":null,"label":"x","split":"train"}', /column "text" is null/],
    [
      "split.jsonl",
      '{"text":"a","label":"x","split":"holdout"}',
      /split\.jsonl:1: split is "holdout"/,
    ],
    ["fields.csv", "text,label,split\na,b\n", /fields\.csv: /],
    ["pn-fields.tsv", "id\t1\ttext\n", /pn-fields\.tsv:1: 3 fields/],
    ["pn-label.tsv", "id\t5\ttext\t{}\ttrain\n", /label "5"/],
    ["sjis.jsonl", Buffer.from([0x83, 0x65, 0x83, 0x58]), /sjis\.jsonl: not UTF-8/],
  ])("%s", async (name, content, message) => {
    await expect(load(name, content)).rejects.toThrow(message);
  });
});

test("a missing file is named", async () => {
  const source = {
    format: "csv",
    files: join(folder, "none.csv"),
    text_column: "text",
    label_column: "label",
    split_column: null,
  } as const;
  await expect(loadDataset(source, null)).rejects.toThrow(/none\.csv/);
});
