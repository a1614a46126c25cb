import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

import { createRecordingTerminal } from "../../test/recording-terminal.ts";
import { METRICS, RUN_FILES, toLines, writeRun } from "../../test/small-run.ts";
import { measureWidth } from "../terminal/display-width.ts";
import { createRunsCommand } from "./runs.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kanjo-runs-"));
  const recipe = RUN_FILES["recipe.json"];
  const files = { ...RUN_FILES, "engine/metrics.jsonl": toLines(METRICS) };
  await writeRun(join(folder, "runs/a-20260101-000000"), files);
  await writeRun(join(folder, "runs/感情-20260301-000000"), {
    "recipe.json": { ...recipe, description: "other", training: { epochs: 3, seed: 1 } },
    "engine/metrics.jsonl": toLines(METRICS.slice(0, 2)),
  });
  await writeRun(join(folder, "runs/search-20260401-000000"), { "recipe.json": recipe });
  for (const trial of ["trial-1", "trial-2"]) {
    const inner = `runs/search-20260401-000000/trials/${trial}`;
    await writeRun(join(folder, inner), { "recipe.json": recipe });
  }
  await writeRun(join(folder, "runs/broken-20250101-000000"), { "process.json": "{" });
  await writeRun(join(folder, "runs/notes"), { "todo.txt": "" });
});
afterAll(() => rm(folder, { recursive: true }));

async function run(...args: string[]): Promise<string> {
  const terminal = createRecordingTerminal(folder);
  await createRunsCommand(terminal).parseAsync([...args, "--runs", "runs"], { from: "user" });
  return terminal.printed.join("\n");
}

test("runs are listed, the newest first, with those inside them and without other folders", async () => {
  const lines = (await run()).split("\n").map((line) => line.split(/ {2,}/));
  expect(lines.map(([name, recipe, state]) => [name, recipe, state])).toEqual([
    ["run", "recipe", "state"],
    ["search-20260401-000000", "small", "interrupted"],
    ["search-20260401-000000/trials/trial-1", "small", "interrupted"],
    ["search-20260401-000000/trials/trial-2", "small", "interrupted"],
    ["感情-20260301-000000", "small", "interrupted"],
    ["a-20260101-000000", "small", "finished"],
    ["broken-20250101-000000", "-", "broken"],
  ]);
  expect(lines.find(([name]) => name?.startsWith("a-"))).toEqual([
    "a-20260101-000000",
    "small",
    "finished",
    "accuracy 90.0 %",
    "accuracy 75.0 %",
    "1:05",
    "12.3 k",
    "1.5 MB",
    "2026-02-03 04:05",
  ]);
});

test("the columns of the list are aligned behind a Japanese name", async () => {
  const lines = (await run("list")).split("\n");
  const places = lines.slice(1).map((line) => {
    const before = /^.*?(?=(small|-) +(finished|interrupted|broken))/.exec(line)?.[0] ?? "";
    return measureWidth(before);
  });
  expect(new Set(places)).toEqual(
    new Set([measureWidth("search-20260401-000000/trials/trial-1  ")]),
  );
});

test("--json lists what the table has, as one object", async () => {
  const { runs } = JSON.parse(await run("list", "--json"));
  expect(runs).toHaveLength(6);
  expect(runs[4]).toMatchObject({ state: "finished", result: { parameters: 12_345 } });
});

test("a run is shown with its epochs, its recipe and where it ran", async () => {
  const shown = await run("show", "a-20260101-000000");
  expect(shown).toContain("accuracy 90.0 %, macro-F1 0.880 (10 rows, epoch 2)");
  expect(shown).toMatch(/cpu +A Processor, 2 cores, 16\.0 GB/);
  expect(shown).toMatch(/train +1 +1 +0\.6000 +0\.5000 +80\.0 % +1\.0e-4 +150\n/);
  expect(shown).toContain("seed: 1");
  expect(shown).not.toContain("not there");
});

test("a run of several seeds shows their mean and how far they lie apart", async () => {
  const accuracy = { mean: 0.884, deviation: 0.003 };
  await writeRun(join(folder, "seeds/three"), {
    ...RUN_FILES,
    "result.json": {
      ...RUN_FILES["result.json"],
      summary: { validation: { accuracy }, test: { accuracy: { mean: 0.87, deviation: null } } },
    },
  });
  const shown = await run("show", "seeds/three");
  expect(shown).toMatch(/seeds +validation accuracy 88\.4 % ± 0\.3 %\n +test accuracy 87\.0 %\n/);
});

test("what a run lacks is said where it is shown", async () => {
  const shown = await run("show", "broken-20250101-000000");
  for (const name of ["recipe.json", "result.json", "engine/metrics.jsonl"]) {
    expect(shown).toContain(`${name} is missing`);
  }
});

test("runs are compared by what differs in their recipes and by what came of them", async () => {
  const table = await run("compare", "a-20260101-000000", "感情-20260301-000000");
  const rows = new Map(
    table.split("\n").map((line) => {
      const [field = "", ...values] = line.split(/ {2,}/);
      return [field, values];
    }),
  );
  expect(rows.get("training.epochs")).toEqual(["2", "3"]);
  expect(rows.has("training.seed")).toBe(false);
  expect(rows.has("description")).toBe(false);
  expect(rows.get("validation accuracy")).toEqual(["90.0 %", "80.0 %"]);
  expect(rows.get("peak memory")).toEqual(["2.0 GB", "-"]);
});

test("--json shows and compares, too", async () => {
  const shown = JSON.parse(await run("show", "a-20260101-000000", "--json"));
  expect(shown).toMatchObject({ state: "finished", epochs: [{ epoch: 1 }, { epoch: 2 }] });
  const name = "感情-20260301-000000";
  const compared = JSON.parse(await run("compare", "a-20260101-000000", name, "--json"));
  expect(compared.differences).toContainEqual({ field: "training.epochs", values: [2, 3] });
});

test("a run is found by its folder, too, and one that is not there is named", async () => {
  expect(await run("show", "runs/a-20260101-000000")).toContain("finished");
  await expect(run("show", "none")).rejects.toMatchObject({
    code: "run-missing",
    message: expect.stringContaining("none"),
  });
  await expect(run("compare", "a-20260101-000000")).rejects.toMatchObject({ code: "usage" });
});

test("without a folder of runs nothing is listed", async () => {
  const terminal = createRecordingTerminal(folder);
  await createRunsCommand(terminal).parseAsync(["--runs", "nowhere"], { from: "user" });
  expect(terminal.printed).toEqual([]);
});
