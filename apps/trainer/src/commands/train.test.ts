/** The way of a training, with the real engine: stages, interruption, seeds, domain and teacher. */
import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { runTrainer, writeData, writeRecipe } from "../../test/small-training.ts";

const python = process.env["KANJO_PYTHON"] ?? "";
if (!python) process.stderr.write("skipped: trainings, because KANJO_PYTHON is not set\n");

const TIMEOUT_MS = 240_000;

let folder: string;
let recipe: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kanjo-train-"));
  await writeData(folder);
  recipe = await writeRecipe(folder, "small");
});
afterAll(() => rm(folder, { recursive: true }));

function train(...options: string[]) {
  return runTrainer(["train", "--runs", "runs", "--no-publish", ...options], folder);
}

async function readJob(version: string, stage: string): Promise<unknown> {
  return JSON.parse(await readFile(join(folder, "runs", version, `job-${stage}.json`), "utf8"));
}

describe("what is wrong is said before anything runs", () => {
  test.each([
    ["a student without a teacher", ["--recipe", "wrime-edge"], 2, "--teacher"],
    ["a domain without texts", ["--recipe", "domain"], 2, "--texts"],
    ["a run that is not there", ["--resume", "runs/none"], 1, "no training to go on with"],
  ])("%s", async (_, options, code, said) => {
    const finished = await train(...options);
    expect(finished).toMatchObject({ code, stdout: "" });
    expect(finished.stderr).toContain(said);
    expect(finished.stderr).not.toMatch(/^\s+at /m);
  });
});

test("a dry run says what would run, and starts nothing", async () => {
  const { code, stdout } = await train("--recipe", recipe, "--dry-run", "--json", "--seeds", "1,2");
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    dryRun: true,
    rows: 80,
    stepsPerEpoch: 10,
    steps: 40,
    stages: [
      "tokenize",
      "baseline",
      "train",
      "calibrate",
      "export",
      "evaluate",
      "release",
      "report",
    ],
  });
  expect(await readdir(folder)).not.toContain("runs");
});

describe.skipIf(!python)("a training that is interrupted", () => {
  const long = ["--no-report", "--recipe=small.yaml", "--version=long", "--set=training.epochs=60"];

  test(
    "writes a checkpoint, ends with the signal's code and says how to go on",
    async () => {
      let isSent = false;
      const options = ["train", "--runs", "runs", "--no-publish", ...long];
      const finished = await runTrainer(options, folder, (said, kill) => {
        if (isSent || !said.includes("epoch 2/60")) return;
        isSent = true;
        kill("SIGINT");
      });
      expect(finished).toMatchObject({ code: 130, stdout: "" });
      expect(finished.stderr).toContain(
        "Go on with: pnpm --filter trainer train --resume runs/long",
      );
      const states = await readdir(join(folder, "runs/long/engine/checkpoints"));
      expect(states.length).toBeGreaterThan(0);
    },
    TIMEOUT_MS,
  );

  test("is gone on with only by the same recipe", async () => {
    const other = await train("--resume", "runs/long", "--epochs", "3");
    expect(other).toMatchObject({ code: 1, stderr: expect.stringContaining("another training") });
  });

  test("is gone on with only by the same data", async () => {
    const file = join(folder, "data.jsonl");
    const before = await readFile(file);
    await appendFile(file, '\n{"text":"机が良い。","label":"positive","split":"train"}');
    const other = await train("--resume", "runs/long");
    await writeFile(file, before);
    expect(other).toMatchObject({ code: 1, stderr: expect.stringContaining("data have changed") });
  });

  test(
    "goes on from there, and does nothing twice",
    async () => {
      const { code, stdout, stderr } = await train("--resume", "runs/long", "--json");
      expect(code, stderr).toBe(0);
      expect(stderr).toMatch(/^baseline +finished before/m);
      expect(stderr).toMatch(/^train +goes on after step \d+/m);
      expect(stderr).not.toMatch(/epoch 1\/60/);
      expect(JSON.parse(stdout)).toMatchObject({ version: "long", published: false });
      expect(await readdir(join(folder, "runs/long/engine"))).not.toContain("checkpoints");
    },
    TIMEOUT_MS,
  );

  test("says so when it is finished", async () => {
    const { code, stdout, stderr } = await train("--resume", "long", "--json");
    expect(code, stderr).toBe(0);
    expect(stderr).toContain("runs/long is finished");
    expect(JSON.parse(stdout)).toMatchObject({ version: "long", finishedBefore: true });
  });
});

describe.skipIf(!python)("models that come of others", () => {
  test(
    "several seeds are summed up, and the best is released",
    async () => {
      const options = ["--recipe", recipe, "--version", "seeds", "--seeds", "1,2", "--no-baseline"];
      const { code, stdout, stderr } = await train(...options, "--json");
      expect(code, stderr).toBe(0);
      expect(stderr).toMatch(/^seeds +1, 2: validation accuracy [\d.]+ % ± [\d.]+ %/m);
      expect(stderr).toMatch(/^time .*tokenization took [\d.]+ %/m);
      const result: {
        validation: unknown;
        baseline: null;
        seeds: { seed: number; validation: { scores: { accuracy: number } } }[];
        summary: { validation: { accuracy: { mean: number } } };
        report: { html: string; json: string };
      } = JSON.parse(stdout);
      const accuracies = result.seeds.map(({ validation }) => validation.scores.accuracy);
      const best = result.seeds.find(
        ({ validation }) => validation.scores.accuracy === Math.max(...accuracies),
      );
      expect(result.seeds.map(({ seed }) => seed)).toEqual([1, 2]);
      expect(result.summary.validation.accuracy.mean).toBeCloseTo(
        accuracies.reduce((sum, one) => sum + one, 0) / 2,
      );
      expect(result.validation).toEqual(best?.validation);
      expect(result.baseline).toBeNull();
      expect(result.report.html).toBe(join(folder, "runs/seeds/report/report.html"));
      expect(JSON.parse(await readFile(result.report.json, "utf8"))).toMatchObject({
        model: { version: "seeds" },
        splits: [{ split: "validation" }, { split: "test" }],
        training: { epochs: [{ epoch: 1 }, { epoch: 2 }] },
      });
    },
    TIMEOUT_MS,
  );

  test(
    "a student learns from a run of seeds, with its tokenizer",
    async () => {
      const student = await writeRecipe(folder, "student", {
        tokenizer: { kind: "inherited", max_tokens: 16 },
        distillation: {
          temperature: 2,
          label_weight: 1,
          logits_weight: 1,
          hidden_weight: 1,
          start_from_teacher: true,
        },
      });
      await writeFile(join(folder, "posts.txt"), "窓が良い。\n扉が悪い。\n");
      const { code, stderr } = await train(
        "--no-baseline",
        "--no-report",
        `--recipe=${student}`,
        "--version=student",
        "--teacher=runs/seeds",
        "--unlabelled=posts.txt",
      );
      expect(code, stderr).toBe(0);
      expect(await readJob("student", "train")).toMatchObject({
        unlabelled_data: expect.stringContaining("runs/student/data"),
        distillation: { teacher: join(folder, "runs/seeds/engine/checkpoint") },
      });
      const read = (version: string) =>
        readFile(join(folder, "runs", version, "release/vocab.txt"), "utf8");
      expect(await read("student")).toBe(await read("seeds"));
    },
    TIMEOUT_MS,
  );

  test(
    "a domain's texts are learned first, and the labels from there",
    async () => {
      const domain = await writeRecipe(folder, "reader", {
        domain: { epochs: 1, batch_size: 8, learning_rate: 1e-3 },
      });
      const texts = Array.from({ length: 40 }, (_, at) => `部屋${"が".repeat(1 + (at % 5))}良い。`);
      await writeFile(join(folder, "texts.txt"), texts.join("\n"));
      const { code, stderr } = await train(
        "--no-baseline",
        "--no-report",
        `--recipe=${domain}`,
        "--version=domain",
        "--texts=texts.txt",
      );
      expect(code, stderr).toBe(0);
      expect(stderr).toMatch(/^domain +38 texts, 2 more held out/m);
      expect(stderr).toMatch(/^domain +epoch 1\/1 .* masked accuracy/m);
      expect(await readJob("domain", "domain")).toMatchObject({
        task: { kind: "masked-language-model" },
        model: { kind: "scratch" },
      });
      expect(await readJob("domain", "train")).toMatchObject({
        task: { kind: "classification" },
        model: { kind: "pretrained", folder: join(folder, "runs/domain/engine/domain/checkpoint") },
      });
    },
    TIMEOUT_MS,
  );

  test(
    "two processes train together",
    async () => {
      const options = ["--recipe", recipe, "--version", "two", "--processes", "2"];
      const { code, stdout, stderr } = await train(
        ...options,
        "--no-baseline",
        "--no-report",
        "--json",
      );
      expect(code, stderr).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({ version: "two" });
      const environment = await readFile(join(folder, "runs/two/environment.json"), "utf8");
      expect(JSON.parse(environment)).toMatchObject({ hardware: { processes: 2 } });
    },
    TIMEOUT_MS,
  );
});
