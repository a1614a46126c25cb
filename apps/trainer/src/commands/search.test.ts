/** A search with the real engine, in which one configuration cannot work. */
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { createRecordingTerminal } from "../../test/recording-terminal.ts";
import { writeData, writeRecipe } from "../../test/small-training.ts";
import { loadRecipe } from "../recipe/load-recipe.ts";
import { createSearchCommand } from "./search.ts";

const python = process.env["KANJO_PYTHON"] ?? "";
if (!python) process.stderr.write("skipped: a search, because KANJO_PYTHON is not set\n");

const TIMEOUT_MS = 120_000;
const OVER = ["--over", "training.learning_rate=5e-3,1e30", "--over", "model.hidden_size=8,16"];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kanjo-search-"));
  await writeData(folder);
  await writeRecipe(folder, "small");
});
afterAll(() => rm(folder, { recursive: true }));

async function search(...options: string[]): Promise<string> {
  const terminal = createRecordingTerminal(folder);
  const args = ["--runs", "runs", ...options];
  await createSearchCommand(terminal).parseAsync(args, { from: "user" });
  return terminal.printed.join("\n");
}

async function searchSmall(...options: string[]): Promise<string> {
  return search("--recipe", "small.yaml", ...options);
}

describe("what cannot be searched is wrong usage", () => {
  test.each([
    ["nothing to search over", [], /--over FIELD=VALUES is missing/],
    ["the epochs", ["--over", "training.epochs=1,2"], /the epochs are the search's own/],
    ["the vocabulary", ["--over", "tokenizer.max_tokens=8,16"], /cannot be searched over/],
    ["a value that the schema refuses", ["--over", "training.batch_size=0"], /batch_size/],
    ["other seeds of a search", ["--resume", "x", "--seeds", "1"], /the search's own/],
  ])("%s", async (_, options, message) => {
    const searching = searchSmall(...options);
    await expect(searching).rejects.toThrow(message);
    await expect(searching).rejects.toMatchObject({ code: "usage" });
  });
});

test("a dry run says what would be tried", async () => {
  const printed = await searchSmall(...OVER, "--strategy", "halving", "--dry-run", "--json");
  expect(JSON.parse(printed)).toMatchObject({
    configurations: { length: 4 },
    rungs: [
      { epochs: 1, configurations: 4 },
      { epochs: 2, configurations: 2 },
    ],
  });
});

describe.skipIf(!python)("halving", () => {
  const trials = () => join(folder, "runs/halved/trials");

  test(
    "finds a configuration that works, and keeps figures without weights",
    async () => {
      const options = ["--strategy", "halving", "--version", "halved", "--json"];
      const printed = await searchSmall(...OVER, ...options);
      const {
        best,
        rungs,
      }: {
        best: { configuration: { field: string; value: unknown }[]; epochs: number };
        rungs: { score: number | null }[][];
      } = JSON.parse(printed);
      expect(best).toMatchObject({ epochs: 2, configuration: { 0: { value: 5e-3 } } });
      expect(rungs.map((rung) => rung.map(({ score }) => score !== null))).toEqual([
        [true, true, false, false],
        [true, true],
      ]);
      const recipe = await loadRecipe("runs/halved/best.yaml", folder);
      expect(recipe).toMatchObject({ name: "small", training: { learning_rate: 5e-3, epochs: 2 } });
      expect(recipe.data).toMatchObject({ files: join(folder, "data.jsonl") });
      const folders = await readdir(trials());
      expect(folders).toHaveLength(6);
      for (const name of folders) {
        expect(await readdir(join(trials(), name, "engine"))).not.toContain("checkpoint");
      }
    },
    TIMEOUT_MS,
  );

  test(
    "trains nothing twice",
    async () => {
      const before = await readFile(join(folder, "runs/halved/result.json"), "utf8");
      await rm(join(folder, "runs/halved/result.json"));
      const printed = await search("--resume", "runs/halved");
      expect(await readFile(join(folder, "runs/halved/result.json"), "utf8")).toBe(before);
      const [header = "", ...rows] = printed.split("\n");
      expect(header).toMatch(/^learning_rate +hidden_size +epochs +validation accuracy/);
      expect(rows.map((row) => row.trim().split(/ {2,}/).length)).toEqual(Array(6).fill(7));
    },
    TIMEOUT_MS,
  );
});
