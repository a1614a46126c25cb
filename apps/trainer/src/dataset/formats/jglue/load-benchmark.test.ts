import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { recordLoad } from "../../../../test/load-options.ts";
import { root } from "../../../paths.ts";
import { checkDataset } from "../../check/check-dataset.ts";
import { type Dataset, SPLITS } from "../../dataset.ts";
import { loadBenchmark } from "./load-benchmark.ts";
import type { BenchmarkFormat } from "./locate-benchmark.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "kanjo-jglue-"));
});
afterEach(() => rm(folder, { recursive: true }));

async function load(format: BenchmarkFormat, content: string): Promise<Dataset> {
  const file = join(folder, "rows.json");
  await writeFile(file, content);
  const files = { train: file, validation: file, test: null };
  return loadBenchmark({ format, files, stride: 64 }, recordLoad());
}

const pair = { sentence1: "犬が走っています。", sentence2: "動物が走っています。" };
const question = { question: "空の色は？", choice0: "青", choice1: "赤" };
const choices = { ...question, choice2: "緑", choice3: "黒", choice4: "金" };
const squad = (answer_start: number, context = "空 [SEP] 🌤の空は青い。") => ({
  data: [
    {
      title: "空",
      paragraphs: [
        {
          context,
          qas: [
            {
              id: "q1",
              question: "空は何色？",
              answers: [{ text: "青い", answer_start }],
              is_impossible: false,
            },
          ],
        },
      ],
    },
  ],
});

describe("a row of each task", () => {
  test.each<[BenchmarkFormat, object, object, object]>([
    [
      "jcola",
      { uid: 1, label: 0, sentence: "本を私は読むた。" },
      { task: "classification", labels: ["unacceptable", "acceptable"] },
      { text: "本を私は読むた。", label: "unacceptable", source: "rows.json:1" },
    ],
    [
      "jnli",
      { ...pair, label: "entailment" },
      { task: "classification", labels: ["entailment", "contradiction", "neutral"] },
      { text: pair.sentence1, pair: pair.sentence2, label: "entailment", source: "rows.json:1" },
    ],
    [
      "jsts",
      { ...pair, label: 3.8 },
      { task: "regression" },
      { text: pair.sentence1, pair: pair.sentence2, target: 3.8, source: "rows.json:1" },
    ],
    [
      "jcommonsenseqa",
      { q_id: 1, ...choices, label: 0 },
      { task: "multiple-choice", choices: 5 },
      {
        text: "空の色は？",
        choices: ["青", "赤", "緑", "黒", "金"],
        answer: 0,
        source: "rows.json:1",
      },
    ],
    [
      "jsquad",
      squad(12),
      { task: "span", stride: 64 },
      {
        id: "q1",
        text: "空は何色？",
        context: "空 [SEP] 🌤の空は青い。",
        answers: [{ text: "青い", start: 13 }],
        source: "rows.json:q1",
      },
    ],
  ])("%s", async (format, record, dataset, row) => {
    const loaded = await load(format, JSON.stringify(record));
    expect(loaded).toMatchObject(dataset);
    expect(loaded.splits.train).toEqual([row]);
    expect(loaded.splits.test).toEqual([]);
  });
});

test("a span file may have line breaks", async () => {
  const { splits } = await load("jsquad", JSON.stringify(squad(12), null, 2));
  expect(splits.train).toHaveLength(1);
});

describe("a record of another shape is refused with its place and field, without its text", () => {
  test.each<[BenchmarkFormat, object, RegExp]>([
    ["jcola", { sentence: "文", label: 2 }, /^rows\.json:1: label: /],
    ["jnli", { sentence1: "文", label: "neutral" }, /^rows\.json:1: sentence2: /],
    ["jsts", { ...pair, label: "3" }, /^rows\.json:1: label: .*expected number/],
    ["jcommonsenseqa", { ...question, label: 0 }, /^rows\.json:1: choice2: /],
    ["jsquad", { data: [{ title: "文" }] }, /^rows\.json: data\.0\.paragraphs: /],
  ])("%s", async (format, record, message) => {
    const loading = load(format, JSON.stringify(record));
    await expect(loading).rejects.toMatchObject({
      code: "data-invalid",
      message: expect.stringMatching(message),
    });
    await expect(loading).rejects.not.toThrow(/文|犬/);
  });
});

test("without files those of the authors are fetched, JCoLA's out-of-domain split as test", async () => {
  const place = "osekilab/JCoLA/data/jcola-v1.0";
  const names = ["in_domain_train", "in_domain_valid", "out_of_domain_valid"];
  for (const name of names) {
    const file = join(folder, place, `${name}-v1.0.json`);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, JSON.stringify({ sentence: name, label: 1 }));
  }
  const remote = { endpoint: "http://127.0.0.1:9", mirror: folder, cacheDir: folder };
  const options = recordLoad({ remote });
  const { splits } = await loadBenchmark({ format: "jcola", files: null }, options);
  expect(SPLITS.map((split) => splits[split].map((row) => row.text))).toEqual(
    names.map((name) => [name]),
  );
  expect(options.said[0]).toMatch(/^licence: JCoLA/);
});

const shared = join(root, "../shared/data");
if (!existsSync(shared)) {
  process.stderr.write(
    "skipped: JGLUE's and JCoLA's own files, because ../shared/data is not there\n",
  );
}

describe.skipIf(!existsSync(shared))("the authors' own files have the rows that they say", () => {
  const jglue = (task: string, split: string): string =>
    join(shared, `jglue/${task}-v1.3/${split}-v1.3.json`);
  const jcola = (name: string): string => join(shared, `jcola/${name}-v1.0.json`);
  test.each<[BenchmarkFormat, string, string, string | null, number[]]>([
    [
      "jcola",
      jcola("in_domain_train"),
      jcola("in_domain_valid"),
      jcola("out_of_domain_valid"),
      [6919, 865, 685],
    ],
    // Its train split is not in the folder.
    ["jnli", jglue("jnli", "valid"), jglue("jnli", "test"), null, [2434, 2508, 0]],
    ["jsts", jglue("jsts", "train"), jglue("jsts", "valid"), null, [12_451, 1457, 0]],
    [
      "jcommonsenseqa",
      jglue("jcommonsenseqa", "train"),
      jglue("jcommonsenseqa", "valid"),
      null,
      [8939, 1119, 0],
    ],
    ["jsquad", jglue("jsquad", "valid"), jglue("jsquad", "test"), null, [4442, 4420, 0]],
  ])("%s, and no errors", async (format, train, validation, held, sizes) => {
    const files = { train, validation, test: held };
    const dataset = await loadBenchmark({ format, files, stride: 128 }, recordLoad());
    expect(SPLITS.map((split) => dataset.splits[split].length)).toEqual(sizes);
    const { problems } = checkDataset(dataset);
    expect(problems.filter(({ severity }) => severity === "error")).toEqual([]);
  });
});
