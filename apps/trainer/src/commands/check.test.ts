import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { createRecordingTerminal } from "../../test/recording-terminal.ts";
import { writeSmallRelease } from "../../test/small-release.ts";
import { loadRecipe } from "../recipe/load-recipe.ts";
import { createCheckCommand } from "./check.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "kanjo-check-"));
});
afterEach(() => rm(folder, { recursive: true }));

async function run(...args: string[]) {
  const terminal = createRecordingTerminal(folder);
  const error = await createCheckCommand(terminal)
    .exitOverride()
    .parseAsync(args, { from: "user" })
    .then(
      () => null,
      (thrown: unknown) => thrown,
    );
  return { printed: terminal.printed, error };
}

const SOUND = [
  "body,stars,part",
  "良い,★,train",
  "わるい,☆,train",
  "とても良い,★,dev",
  "並,☆,dev",
  "上,★,test",
  "下,☆,test",
];
const COLUMNS = ["--text-column", "body", "--label-column", "stars", "--split-column", "part"];

async function runCheck(lines: readonly string[], ...args: string[]) {
  await writeFile(join(folder, "reviews.csv"), `${lines.join("\n")}\n`);
  return run("--data", "reviews.csv", ...COLUMNS, ...args);
}

test("sound data is described in tables", async () => {
  const { printed, error } = await runCheck(SOUND);
  expect(error).toBeNull();
  expect(printed.join("\n")).toBe(
    [
      "no problems",
      "",
      "split       rows  ★       %  ☆       %",
      "train          2  1  50.0 %  1  50.0 %",
      "validation     2  1  50.0 %  1  50.0 %",
      "test           2  1  50.0 %  1  50.0 %",
      "",
      "split       length in   min  median  p90  max",
      "train       characters    2       2    3    3",
      "validation  characters    1       1    5    5",
      "test        characters    1       1    1    1",
    ].join("\n"),
  );
});

test("errors are listed with their rows and end the check as a failure", async () => {
  const { printed, error } = await runCheck([...SOUND, ",★,train", "下,☆,train"]);
  expect(printed[0]).toMatch(/^error {4}the text is empty: reviews\.csv:8$/m);
  expect(printed[0]).toMatch(/^warning {2}the same text is in another split: reviews\.csv:9, /m);
  expect(error).toMatchObject({
    code: "data-invalid",
    message: expect.stringContaining("1 error"),
  });
});

describe("--json prints one object", () => {
  test("of the problems and figures", async () => {
    const { printed, error } = await runCheck([...SOUND, "下,☆,train"], "--json");
    expect(error).toBeNull();
    expect(printed).toHaveLength(1);
    expect(JSON.parse(printed[0] ?? "")).toMatchObject({
      format: "csv",
      task: "classification",
      errors: 0,
      warnings: 1,
      problems: [{ check: "split-leak", sources: ["reviews.csv:8", "reviews.csv:7"], count: 2 }],
      balance: [{ split: "train", rows: 3, counts: { "★": 1, "☆": 2 } }, {}, {}],
      lengths: [{ split: "train", characters: { max: 3 }, tokens: null }, {}, {}],
    });
  });

  test("also when the file cannot be read", async () => {
    const { printed, error } = await runCheck(["text,stars,part", "良い,★,train"], "--json");
    expect(JSON.parse(printed[0] ?? "")).toMatchObject({
      errors: 1,
      problems: [{ check: "schema", message: expect.stringMatching(/reviews\.csv:2: no column/) }],
    });
    expect(error).toMatchObject({ code: "data-invalid" });
  });
});

test("the recipe's base model counts, where it is in the mirror", async () => {
  const model = join(folder, "hub/kanjo/small");
  await mkdir(model, { recursive: true });
  await writeFile(
    join(model, "tokenizer_config.json"),
    JSON.stringify({
      tokenizer_class: "BertJapaneseTokenizer",
      word_tokenizer_type: "mecab",
      subword_tokenizer_type: "character",
    }),
  );
  await writeFile(join(model, "vocab.txt"), "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\n良\n");
  const quickstart = await loadRecipe("quickstart", folder);
  const recipe = {
    ...quickstart,
    tokenizer: { kind: "inherited", max_tokens: 4 },
    model: { kind: "pretrained", base: "kanjo/small" },
  };
  await writeFile(join(folder, "small.yaml"), JSON.stringify(recipe));
  vi.stubEnv("KANJO_HUB_MIRROR", join(folder, "hub"));
  const { printed, error } = await runCheck(SOUND, "--recipe", "./small.yaml", "--json");
  vi.unstubAllEnvs();
  expect(error).toBeNull();
  expect(JSON.parse(printed[0] ?? "")).toMatchObject({
    lengths: [{ tokens: { min: 4, max: 5, over: 1 } }, {}, {}],
  });
});

test("--tokenizer counts what would be cut", async () => {
  const words = [
    "[PAD]",
    "[UNK]",
    "[CLS]",
    "[SEP]",
    "[MASK]",
    "すも",
    "##も",
    "もも",
    "の",
    "うち",
  ];
  await writeSmallRelease(join(folder, "release"), words);
  const long = `${"うち".repeat(127)},★,train`;
  const { printed } = await runCheck([...SOUND, long], "--json", "--tokenizer", "release");
  expect(JSON.parse(printed[0] ?? "")).toMatchObject({
    problems: [{ check: "truncation", sources: ["reviews.csv:8"], count: 1 }],
    lengths: [{ tokens: { max: 129, over: 1 } }, {}, {}],
  });
});
