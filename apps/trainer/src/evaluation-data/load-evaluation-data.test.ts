import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { writeTinyRun } from "../../test/tiny-run.ts";
import { loadEvaluationData } from "./load-evaluation-data.ts";

const LABELS = ["positive", "negative", "neutral"];
const COLUMNS = {
  format: "csv" as const,
  text_column: "text",
  label_column: "label",
  group_column: null,
};

let folder: string;
let runDir: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kanjo-evaluation-data-"));
  runDir = await writeTinyRun(folder);
  const rows = ["text,label,part", "良い,positive,train", "悪い,negative,dev", "普通,neutral,dev"];
  await writeFile(join(folder, "parts.csv"), rows.join("\n"));
  const [head, ...others] = rows;
  const split = ["train", "dev"].map((part) => [
    part,
    [head, ...others.filter((row) => row.endsWith(part))].join("\n"),
  ]);
  for (const [part, content = ""] of split) await writeFile(join(folder, `${part}.csv`), content);
});
afterAll(() => rm(folder, { recursive: true }));

function load(
  place: Parameters<typeof loadEvaluationData>[0]["place"],
  split: "train" | "validation" | "test" | "all" | null = null,
) {
  const said: string[] = [];
  const reporter = {
    line: (stage: string, text: string): void => void said.push(`${stage}: ${text}`),
    progress: () => {},
  };
  const options = { acceptLicense: false, reporter };
  const loaded = loadEvaluationData({ place, split, labels: LABELS }, options);
  return loaded.then(({ splits, train }) => ({
    splits: splits.map((one) => [one.split, one.examples.map(({ text }) => text)]),
    train: train.map(({ text }) => text),
    said,
  }));
}

describe("a file", () => {
  const place = (split_column: string | null) => ({
    kind: "file" as const,
    source: { ...COLUMNS, files: join(folder, "parts.csv"), split_column },
  });

  test("without a column of splits is one split, and nothing is known of its training", async () => {
    expect(await load(place(null))).toEqual({
      splits: [["all", ["良い", "悪い", "普通"]]],
      train: [],
      said: ["data: all 3 texts"],
    });
  });

  test("with one has the splits that it says, and no split is taken from another", async () => {
    const { splits, train } = await load(place("part"));
    expect(splits).toEqual([["validation", ["悪い", "普通"]]]);
    expect(train).toEqual(["良い"]);
    await expect(load(place("part"), "test")).rejects.toMatchObject({
      code: "data-invalid",
      message: "the data have no rows of test",
      hint: expect.stringContaining("train 1, validation 2, test 0"),
    });
  });

  test("may be three, one a split", async () => {
    const [train, validation] = ["train", "dev"].map((part) => join(folder, `${part}.csv`));
    const files = { train: train ?? "", validation: validation ?? "", test: validation ?? "" };
    const source = { ...COLUMNS, files, split_column: null };
    const { splits } = await load({ kind: "file", source });
    expect(splits.map(([split]) => split)).toEqual(["validation", "test"]);
  });
});

describe("a run", () => {
  const place = () => ({ kind: "run" as const, runDir, dataSha256: "0".repeat(64) });

  test("has the splits of its training, the most telling last", async () => {
    const { splits, train, said } = await load(place());
    expect(splits.map(([split, texts]) => [split, texts?.length])).toEqual([
      ["validation", 4],
      ["test", 7],
    ]);
    expect(train).toHaveLength(5);
    expect(said[0]).toBe("warning: the data have changed since the training");
  });

  test("without a recipe that can be read says to name the data", async () => {
    const file = join(runDir, "recipe.json");
    const recipe = await readFile(file);
    await writeFile(file, "{");
    await expect(load(place()).finally(() => writeFile(file, recipe))).rejects.toMatchObject({
      code: "run-invalid",
      message: expect.stringContaining("recipe.json is not JSON"),
      hint: expect.stringContaining("--data"),
    });
  });
});
