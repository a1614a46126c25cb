import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { writeBenchmarkFiles } from "../../test/benchmark-files.ts";
import { createRecordingTerminal } from "../../test/recording-terminal.ts";
import { runTrainer, writeRecipe } from "../../test/small-training.ts";
import { writeTinyRelease } from "../../test/tiny-release.ts";
import { writeTinyRun } from "../../test/tiny-run.ts";
import { createEvaluateCommand } from "./evaluate.ts";

const REVIEWS = [
  "body,stars",
  "良い,positive",
  "好き,positive",
  "悪い,positive",
  "嫌い,negative",
  "悪い。,negative",
  "普通,neutral",
];
const COLUMNS = ["--text-column", "body", "--label-column", "stars"];

const TIMEOUT_MS = 60_000;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kanjo-evaluate-"));
  await writeTinyRelease(join(folder, "release"));
  await writeTinyRun(folder, "v2");
  await writeFile(join(folder, "reviews.csv"), REVIEWS.join("\n"));
  await writeFile(join(folder, "split.csv"), "text,label,part\n良い,positive,test\n");
  await writePairsRecipe();
});
afterAll(() => rm(folder, { recursive: true }));

/** Of a benchmark, whose texts come in pairs. */
async function writePairsRecipe(): Promise<void> {
  await writeBenchmarkFiles(folder, join(folder, "mirror"));
  const [train, validation] = ["train", "valid"].map(
    (split) => `jglue/jnli-v1.3/${split}-v1.3.json`,
  );
  const data = { format: "jnli", files: { train, validation } };
  await writeRecipe(folder, "pairs", { data, labels: null });
}

async function evaluate(...args: string[]) {
  const said: string[] = [];
  const line = (stage: string, text: string): void => void said.push(`${stage}: ${text}`);
  const terminal = {
    ...createRecordingTerminal(folder),
    reporter: { line, progress: () => {} },
  };
  await createEvaluateCommand(terminal).exitOverride().parseAsync(args, { from: "user" });
  return { said, printed: terminal.printed };
}

test(
  "a file is taken as it is, and its figures are set in tables",
  { timeout: TIMEOUT_MS },
  async () => {
    const { printed, said } = await evaluate("release", "--data", "reviews.csv", ...COLUMNS);
    const [splits = "", classes = "", confusion = ""] = printed.join("\n").split("\n\n");
    expect(splits.split("\n").map((row) => row.split(/ {2,}/).slice(0, 4))).toEqual([
      ["split", "texts", "accuracy", "95 %"],
      ["all", "6", "83.3 %", "43.6-97.0 %"],
    ]);
    expect(classes).toMatch(/^positive +3 +2 +1\.000 +0\.667 +0\.800 +/m);
    expect(confusion).toBe(
      [
        "all: gold  as positive  as negative  as neutral",
        "positive             2            1           0",
        "negative             0            2           0",
        "neutral              0            0           1",
      ].join("\n"),
    );
    expect(said[0]).toBe("data: all 6 texts");
    expect(said[1]).toMatch(/^evaluate: 6 texts in 0:0\d, \d+ texts\/s$/);
  },
);

test("--json prints one object, without curves", { timeout: TIMEOUT_MS }, async () => {
  const { printed } = await evaluate("release", "--data", "reviews.csv", ...COLUMNS, "--json");
  const result = JSON.parse(printed.join(""));
  expect(result).toMatchObject({
    model: { name: "sentiment", version: "v1", manifestSha256: expect.stringMatching(/^\w{64}$/) },
    splits: [
      {
        split: "all",
        metrics: {
          count: 6,
          accuracy: 5 / 6,
          confusionMatrix: [
            [2, 1, 0],
            [0, 2, 0],
            [0, 0, 1],
          ],
        },
        classes: [{ label: "positive", support: 3, rocAuc: 2 / 3 }, {}, {}],
        answered: { coverage: expect.any(Number) },
        slices: expect.arrayContaining([expect.objectContaining({ name: "length-short" })]),
      },
    ],
    seconds: expect.any(Number),
  });
  expect(printed.join("")).not.toMatch(/"roc"|riskCoverage"/);
});

test("every answer is kept where --predictions says", { timeout: TIMEOUT_MS }, async () => {
  await evaluate("release", "--data", "reviews.csv", ...COLUMNS, "--predictions", "out/a.jsonl");
  const lines = (await readFile(join(folder, "out/a.jsonl"), "utf8")).trimEnd().split("\n");
  expect(lines).toHaveLength(6);
  expect(JSON.parse(lines[2] ?? "")).toEqual({
    split: "all",
    row: 3,
    source: "reviews.csv:4",
    text: "悪い",
    gold: "positive",
    label: "negative",
    scores: {
      positive: expect.any(Number),
      negative: expect.any(Number),
      neutral: expect.any(Number),
    },
    tokens: 4,
    truncated: false,
  });
});

describe("a run", { timeout: TIMEOUT_MS }, () => {
  const count = async (...args: string[]) => {
    const { printed, said } = await evaluate("runs/v2", "--json", ...args);
    const { splits } = JSON.parse(printed.join(""));
    return {
      splits: splits.map((one: { split: string; metrics: { count: number } }) => [
        one.split,
        one.metrics.count,
      ]),
      said,
    };
  };

  test("is evaluated on what it was not trained on", async () => {
    const { splits, said } = await count();
    expect(splits).toEqual([
      ["validation", 4],
      ["test", 7],
    ]);
    expect(said.join("\n")).not.toContain("warning");
  });

  test.each([
    ["test", [["test", 7]]],
    ["train", [["train", 5]]],
    ["all", [["all", 16]]],
  ])("is evaluated on --split %s", async (split, expected) => {
    expect((await count("--split", split)).splits).toEqual(expected);
  });

  test("is evaluated on other data that are named", async () => {
    const { splits } = await count("--data", "reviews.csv", ...COLUMNS);
    expect(splits).toEqual([["all", 6]]);
  });

  test("tells when its data have changed", async () => {
    const file = join(folder, "data.jsonl");
    const before = await readFile(file, "utf8");
    await writeFile(file, `${before}{"text":"良い","label":"positive","split":"test"}\n`);
    const { splits, said } = await count("--split", "test").finally(() => writeFile(file, before));
    expect(splits).toEqual([["test", 8]]);
    expect(said).toContain("warning: the data have changed since the training");
  });
});

describe("what is wrong is named, and no text is quoted", { timeout: TIMEOUT_MS }, () => {
  test.each([
    ["no data", "usage", /v1 is not in its run folder/, ["release"]],
    [
      "data and a recipe",
      "usage",
      /--data and --recipe/,
      ["release", "--data", "reviews.csv", "--recipe", "quickstart"],
    ],
    [
      "no such release",
      "release-unknown",
      /no such: neither/,
      ["no such", "--data", "reviews.csv"],
    ],
    ["no such file", "data-invalid", /none\.csv/, ["release", "--data", "none.csv"]],
    [
      "no such column",
      "data-invalid",
      /reviews\.csv:2: no column "text", there are: body, stars/,
      ["release", "--data", "reviews.csv"],
    ],
    [
      "the texts as labels",
      "label-unknown",
      /reviews\.csv:2: label "良い", expected one of the model's: positive, .*so 5 rows have others/,
      ["release", "--data", "reviews.csv", "--text-column", "stars", "--label-column", "body"],
    ],
    [
      "a split of data without",
      "usage",
      /--split test is given, and the data have no splits/,
      ["release", "--data", "reviews.csv", ...COLUMNS, "--split", "test"],
    ],
    [
      "a split without rows",
      "data-invalid",
      /no rows of train/,
      ["release", "--data", "split.csv", "--split-column", "part", "--split", "train"],
    ],
    [
      "a benchmark of pairs",
      "data-invalid",
      /no single texts with a label each/,
      ["release", "--recipe", "./pairs.yaml"],
    ],
  ])("%s", async (_what, code, message, args) => {
    await expect(evaluate(...args)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
  });

  test("a long label is somebody's text", async () => {
    const text = "とても長いレビューの本文がラベルの列にあります";
    await writeFile(join(folder, "long.csv"), `text,label\n良い,${text}\n`);
    const failure = evaluate("release", "--data", "long.csv");
    await expect(failure).rejects.toThrow(/label of 23 characters/);
    await expect(failure).rejects.not.toThrow(text);
  });

  test("the process ends with 1, or 2 where the usage is wrong, and without a stack", async () => {
    const failed = await runTrainer(["evaluate", "release", "--data", "none.csv"], folder);
    expect(failed).toMatchObject({ code: 1, stdout: "" });
    expect(failed.stderr).toMatch(/^error: .*none\.csv/m);
    const misused = await runTrainer(["evaluate", "release"], folder);
    expect(misused).toMatchObject({ code: 2, stdout: "" });
    expect(`${failed.stderr}${misused.stderr}`).not.toMatch(/^\s+at /m);
  });
});
