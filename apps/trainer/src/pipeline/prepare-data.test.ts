import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { recordLoad } from "../../test/load-options.ts";
import { DataSource } from "../recipe/data-source.ts";
import { loadRecipe } from "../recipe/load-recipe.ts";
import { prepareData } from "./prepare-data.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "kanjo-prepare-"));
});
afterEach(() => rm(folder, { recursive: true }));

async function prepare(lines: readonly string[], columns: object = { split_column: "split" }) {
  const files = join(folder, "reviews.csv");
  await writeFile(files, `${lines.join("\n")}\n`);
  const data = DataSource.parse({ format: "csv", files, ...columns });
  const recipe = { ...(await loadRecipe("quickstart", folder)), data };
  const options = recordLoad();
  return { said: options.said, preparing: prepareData(recipe, options) };
}

const SOUND = [
  "text,label,split",
  ...["train", "dev", "test"].flatMap((split) => [
    `${split}は良い,positive,${split}`,
    `${split}は悪い,negative,${split}`,
  ]),
];

test("sound data goes on, and its warnings are said", async () => {
  const { said, preparing } = await prepare([...SOUND, "trainは良い,positive,train"]);
  expect((await preparing).splits.train).toHaveLength(3);
  expect(said).toEqual([
    "data: 7 texts (train 3, validation 2, test 2) · positive 57.1 %, negative 42.9 %",
    "warning: the same text came before in this split: reviews.csv:8",
    "check: no errors, 1 warning",
  ]);
});

test("an error stops it, with the row", async () => {
  const { said, preparing } = await prepare([...SOUND, " ,positive,train"]);
  await expect(preparing).rejects.toMatchObject({
    code: "data-invalid",
    message: "the data has 1 error, listed above",
  });
  expect(said).toContain("error: the text is empty: reviews.csv:8");
});

test.each([
  [{}, "texts'"],
  [{ group_column: "author" }, "groups'"],
])("splits that are taken from train are said: %j", async (columns, by) => {
  const rows = Array.from(
    { length: 400 },
    (_, index) => `文${index},${index % 2 === 0 ? "positive" : "negative"},著者${index % 90}`,
  );
  const { said, preparing } = await prepare(["text,label,author", ...rows], columns);
  expect((await preparing).carved).toEqual(["validation", "test"]);
  expect(said).toContain(`split: validation and test taken from train, by the ${by} digests`);
});
