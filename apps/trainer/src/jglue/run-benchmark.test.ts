import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { Field, Float32, List, Table, tableToIPC, vectorFromArray } from "apache-arrow";
import { expect, test } from "vitest";

import type { RegressionDataset } from "../dataset/dataset.ts";
import { loadRecipe } from "../recipe/load-recipe.ts";
import { Recipe } from "../recipe/recipe.ts";
import { openBenchmarkFolder } from "./benchmark-folder.ts";
import { type BenchmarkPlan, runBenchmark } from "./run-benchmark.ts";

const TARGETS = [0, 1, 2, 3, 4, 5];

const dataset: RegressionDataset = {
  task: "regression",
  carved: [],
  splits: {
    train: TARGETS.map((target) => ({ text: "山。", pair: "川。", target, source: "made-up:1" })),
    validation: TARGETS.map((target) => ({
      text: "空。",
      pair: "海。",
      target,
      source: "made-up:2",
    })),
    test: [],
  },
};

const plan: BenchmarkPlan = {
  model: "someone/model",
  subject: { base: "someone/model", shape: null },
  tasks: ["marc-ja", "jsts"],
  seeds: [1, 2],
  limit: 4,
  files: new Map([["jsts", { train: "train.json", validation: "valid.json" }]]),
};

/** A benchmark whose models have each target's square as their answer, and that can be interrupted. */
async function makeBenchmark(dir: string) {
  const trainings: string[] = [];
  const lines: string[] = [];
  let fails = false;
  const run = (changes: Partial<BenchmarkPlan> = {}) =>
    runBenchmark(
      { ...plan, ...changes },
      {
        loadRecipe: (task) => loadRecipe(task, "."),
        prepareData: async () => dataset,
        digestDataset: ({ splits }) => `${splits.train.length} rows`,
        trainTask: async (recipe, { splits }, runName) => {
          if (fails && recipe.training.seed === 2) throw new Error("interrupted");
          trainings.push(runName);
          const predictionsFile = join(dir, `${runName}.arrow`);
          const logits = splits.validation.map((_, row) => [row ** 2]);
          await writeFile(predictionsFile, encodeLogits(logits));
          return { predictionsFile, windows: null, trainSeconds: 1.5 };
        },
        folder: openBenchmarkFolder(dir),
        reporter: { line: (stage, text) => lines.push(`${stage} ${text}`), progress: () => {} },
      },
    );
  return { run, trainings, lines, failOn: (failing: boolean) => (fails = failing) };
}

function encodeLogits(rows: readonly (readonly number[])[]): Uint8Array {
  const type = new List(new Field("item", new Float32(), true));
  return tableToIPC(new Table({ logits: vectorFromArray(rows, type) }), "file");
}

const makeFolder = (): Promise<string> => mkdtemp(join(tmpdir(), "kanjo-benchmark-"));

test("every task is trained with every seed on the first rows, and scored", async () => {
  const dir = await makeFolder();
  const { run, trainings } = await makeBenchmark(dir);
  const result = await run();
  expect(trainings).toEqual([
    expect.stringMatching(/^jsts-seed-1-[0-9a-f]{12}$/),
    expect.stringMatching(/^jsts-seed-2-[0-9a-f]{12}$/),
  ]);
  expect(result.skipped).toEqual([
    { task: "marc-ja", reason: expect.stringContaining("withdrawn") },
  ]);
  expect(result.tasks[0]?.seeds[1]).toEqual({
    seed: 2,
    // Of 0, 1, 4, 9 and 0, 1, 2, 3, centred: 15 / √(49 * 5).
    scores: { pearson: expect.closeTo(15 / Math.sqrt(245), 12), spearman: expect.closeTo(1, 12) },
    rows: { train: 4, validation: 4 },
    trained_on_test: false,
    train_seconds: 1.5,
  });
  const kept: unknown = JSON.parse(await readFile(join(dir, "benchmark.json"), "utf8"));
  expect(kept).toEqual(result);
});

test("what is finished is not trained again after an interruption", async () => {
  const { run, trainings, lines, failOn } = await makeBenchmark(await makeFolder());
  failOn(true);
  await expect(run()).rejects.toThrow("interrupted");
  expect(trainings).toHaveLength(1);
  failOn(false);
  const result = await run();
  expect(trainings).toHaveLength(2);
  expect(result.tasks[0]?.seeds.map(({ seed }) => seed)).toEqual([1, 2]);
  expect(lines).toContain("benchmark jsts, seed 1: finished before");
});

test.each([
  ["other rows", { limit: 5 }],
  ["another base", { subject: { base: "someone/else", shape: null } }],
  ["other seeds", { seeds: [3, 4] }],
])("with %s everything is trained", async (_, changes) => {
  const { run, trainings } = await makeBenchmark(await makeFolder());
  await run();
  await run(changes);
  expect(new Set(trainings).size).toBe(4);
});

test("files that were moved do not make a training another one", async () => {
  const { run, trainings } = await makeBenchmark(await makeFolder());
  await run();
  await run({ files: new Map([["jsts", { train: "moved.json", validation: "valid.json" }]]) });
  expect(trainings).toHaveLength(2);
});

test("a shape whose tokenizer is another model's is refused before anything is trained", async () => {
  const { run, trainings } = await makeBenchmark(await makeFolder());
  const shape = await loadRecipe("quickstart", ".");
  const inherits = { ...shape, tokenizer: { kind: "inherited", mecab_dic: null, max_tokens: 128 } };
  const subject = { base: null, shape: Recipe.parse(inherits) };
  await expect(run({ subject })).rejects.toMatchObject({ code: "recipe-invalid" });
  expect(trainings).toEqual([]);
});
