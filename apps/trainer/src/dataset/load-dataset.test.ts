import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { recordLoad } from "../../test/load-options.ts";
import type { DataSource } from "../recipe/data-source.ts";
import { loadDataset } from "./load-dataset.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kanjo-dataset-"));
});
afterAll(() => rm(folder, { recursive: true }));

type ColumnSource = Extract<DataSource, { format: "jsonl" | "csv" | "tsv" }>;

const COLUMNS = {
  text_column: "text",
  label_column: "label",
  split_column: "split",
  group_column: null,
};

async function load(
  name: string,
  content: string | Buffer,
  options: Partial<Omit<ColumnSource, "format">> = {},
) {
  const files = join(folder, name);
  await writeFile(files, content);
  if (name.startsWith("pn")) return loadDataset({ format: "jrte", files }, null, recordLoad());
  return loadDataset({ format: formatOf(name), files, ...COLUMNS, ...options }, null, recordLoad());
}

function formatOf(name: string): ColumnSource["format"] {
  if (name.endsWith(".jsonl")) return "jsonl";
  return name.endsWith(".csv") ? "csv" : "tsv";
}

const EXPECTED = {
  task: "classification",
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
  expect(dataset).toMatchObject({ labels: ["1", "2"] });
});

test("neutral stands between positive and negative, whatever comes first", async () => {
  const lines = ["negative", "neutral", "positive"].map((label) =>
    JSON.stringify({ text: label, label }),
  );
  const dataset = await load("three.jsonl", lines.join("\n"), { split_column: null });
  expect(dataset).toMatchObject({ labels: ["positive", "neutral", "negative"] });
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
    [
      "fields.csv",
      "text,label,split\na,b\n",
      /fields\.csv:2: does not have the fields of the header/,
    ],
    ["pn-fields.tsv", "id\t1\ttext\n", /pn-fields\.tsv:1: 3 fields/],
    ["pn-label.tsv", "id\t5\ttext\t{}\ttrain\n", /label "5"/],
    ["quote.csv", 'text,label,split\nこれは"秘密"です,b,train\n', /quote\.csv:2: a quote is not/],
    [
      "headless.csv",
      `${"秘密の長い文".repeat(5)},x\nb,c\n`,
      /headless\.csv:2: no column "text", there are: \(30 characters\), x/,
    ],
    ["sjis.jsonl", Buffer.from([0x83, 0x65, 0x83, 0x58]), /sjis\.jsonl: not UTF-8/],
  ])("%s", async (name, content, message) => {
    await expect(load(name, content)).rejects.toThrow(message);
    await expect(load(name, content)).rejects.not.toThrow(/秘密/);
  });
});

test("a row knows its group", async () => {
  const content = "text,label,split,author\n良い,a,train,山田\n悪い,b,dev,鈴木\n並,a,test,山田\n";
  const { splits } = await load("groups.csv", content, { group_column: "author" });
  expect([splits.train, splits.validation, splits.test]).toMatchObject([
    [{ group: "山田" }],
    [{ group: "鈴木" }],
    [{ group: "山田" }],
  ]);
  await expect(load("groups.csv", content, { group_column: "user" })).rejects.toMatchObject({
    message: expect.stringMatching(/groups\.csv:2: no column "user"/),
    hint: expect.stringContaining("--group-column"),
  });
});

test("the recipe's order of the labels comes before that of the data", async () => {
  const files = join(folder, "order.csv");
  await writeFile(files, "text,label,split\n良い,a,train\n悪い,b,train\n");
  const source = { format: "csv", files, ...COLUMNS } as const;
  expect(await loadDataset(source, ["b", "a"], recordLoad())).toMatchObject({ labels: ["b", "a"] });
});

test("a column with too many values is no label", async () => {
  const lines = Array.from({ length: 101 }, (_, index) => `文${index},値${index}`);
  const content = ["text,label", ...lines].join("\n");
  await expect(load("many.csv", content, { split_column: null })).rejects.toThrow(
    /column "label" has 101 different values, at most 100/,
  );
});

test("a missing file is named", async () => {
  const source = { format: "csv", files: join(folder, "none.csv"), ...COLUMNS } as const;
  await expect(loadDataset(source, null, recordLoad())).rejects.toThrow(/none\.csv/);
});
