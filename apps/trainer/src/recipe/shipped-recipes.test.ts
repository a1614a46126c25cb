/** Every shipped recipe, by the command line and the real engine on tiny data. */
import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { TrainResult } from "@kanjo/shared/contract/event";
import { parseManifest } from "@kanjo/shared/manifest";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import * as z from "zod";

import { writeSmallBaseModel } from "../../test/small-base-model.ts";
import { LABELLED_TEXTS, runTrainer, writeData } from "../../test/small-training.ts";
import { makeWrimeFile } from "../../test/wrime-file.ts";
import { JGLUE_TASK_NAMES } from "../jglue/task.ts";
import { recipesDir } from "../paths.ts";
import { loadRecipe } from "./load-recipe.ts";
import { Recipe } from "./recipe.ts";

const python = process.env["KANJO_PYTHON"] ?? "python3";
const isInstalled = spawnSync(python, ["-c", "import torch, transformers, pyarrow"]).status === 0;
if (!isInstalled) {
  process.stderr.write("skipped: training by shipped recipes, because KANJO_PYTHON lacks torch\n");
}

const BASE_MODEL = "tohoku-nlp/bert-base-japanese-v3";
const TIMEOUT_MS = 240_000;

const data = ["--data", "data.jsonl", "--split-column", "split"];
const dictionary = ["--dictionary", "unidic_lite.kjd"];
const wrime = ["--accept-license", "--no-baseline"];

interface ShippedRecipe {
  readonly name: string;
  /** What a user has to give besides the name, and what tiny data need. */
  readonly options: readonly string[];
  /** Hyper-parameters that the recipe is known by. */
  readonly expected: object;
  readonly baseModel: string | null;
}

/** In the order in which they are trained: a student after its teacher. */
const RECIPES: readonly ShippedRecipe[] = [
  {
    name: "quickstart",
    options: [...data, ...dictionary],
    expected: {
      tokenizer: { subword: "wordpiece", mecab_dic: "unidic_lite" },
      model: { kind: "scratch", layers: 3, hidden_size: 128 },
      training: { precision: "fp32", seed: 42, warm_start: { kind: "ngram-evidence" } },
    },
    baseModel: null,
  },
  {
    name: "characters",
    options: data,
    expected: {
      tokenizer: { subword: "character" },
      model: { kind: "scratch", layers: 3, hidden_size: 128 },
      training: { precision: "fp32", seed: 42, warm_start: { kind: "ngram-evidence" } },
    },
    baseModel: null,
  },
  {
    name: "wrime",
    options: [...wrime, ...dictionary],
    expected: {
      data: { format: "wrime", judges: "readers", classes: "binary" },
      labels: ["positive", "negative"],
      model: { kind: "pretrained", lora: null },
      training: {
        epochs: 3,
        batch_size: 32,
        batching: { kind: "random" },
        gradient_accumulation: 1,
        learning_rate: 2e-5,
        warmup_ratio: 0.1,
        weight_decay: 0,
        label_smoothing: 0,
        class_weights: null,
        token_dropout: 0,
        gradient_clip: 1,
        precision: "auto",
        patience: null,
        seed: 42,
        warm_start: null,
      },
      distillation: null,
    },
    baseModel: BASE_MODEL,
  },
  {
    name: "wrime-lora",
    options: [...wrime, ...dictionary],
    expected: {
      data: { format: "wrime", judges: "readers", classes: "binary" },
      model: { kind: "pretrained", lora: { rank: 8, alpha: 32, dropout: 0.1 } },
      training: {
        epochs: 3,
        batch_size: 32,
        batching: { kind: "random" },
        warmup_ratio: 0.1,
        precision: "auto",
        seed: 42,
      },
    },
    baseModel: BASE_MODEL,
  },
  {
    name: "wrime-edge",
    // The dictionary is the teacher's; all 20 epochs would take longer than the other recipes.
    options: [...wrime, "--teacher", "runs/wrime", "--epochs", "2"],
    expected: {
      tokenizer: { kind: "inherited" },
      model: { kind: "scratch", layers: 6, hidden_size: 384, heads: 12, intermediate_size: 1536 },
      distillation: { temperature: 2, start_from_teacher: true },
      training: { epochs: 2, precision: "auto", seed: 42 },
    },
    baseModel: null,
  },
  {
    name: "domain",
    options: [...data, ...dictionary, "--texts", "posts.txt", "--no-baseline"],
    expected: {
      model: { kind: "pretrained", lora: null },
      domain: { epochs: 3, mask_probability: 0.15 },
      training: { epochs: 3, precision: "auto", seed: 42 },
    },
    baseModel: BASE_MODEL,
  },
];

test("every shipped recipe is trained: here, or by the test of `benchmark jglue`", async () => {
  const shipped = (await readdir(recipesDir)).map((file) => file.replace(/\.yaml$/, ""));
  const trained = [...RECIPES.map(({ name }) => name), ...JGLUE_TASK_NAMES];
  expect(shipped.toSorted()).toEqual(trained.toSorted());
});

let folder: string;
const inRun = (...path: readonly string[]): string => join(folder, "runs", ...path);

async function readJson(...path: readonly string[]): Promise<object> {
  const value: unknown = JSON.parse(await readFile(inRun(...path), "utf8"));
  return z.looseObject({}).parse(value);
}

async function readTraining(name: string): Promise<TrainResult> {
  const result = z.object({ training: TrainResult });
  return result.parse(await readJson(name, "result.json")).training;
}

/** The recipe without what options of the tests above have replaced. */
function leaveOutGiven(recipe: Recipe): object {
  const { domain, distillation, training } = recipe;
  return {
    ...recipe,
    data: null,
    labels: null,
    training: { ...training, epochs: null },
    domain: domain && { ...domain, texts: null },
    distillation: distillation && { ...distillation, teacher: null },
  };
}

/** The texts as WRIME's authors have theirs. */
async function writeWrime(mirror: string): Promise<void> {
  const posts = LABELLED_TEXTS.map(({ text, label, split }) => ({
    text,
    user: split,
    split: split === "validation" ? "dev" : split,
    writer: 0,
    readers: label === "positive" ? 1 : -2,
  }));
  const dir = join(mirror, "ids-cv/wrime");
  await mkdir(dir, { recursive: true });
  await writeFile(join(dir, "wrime-ver2.tsv"), makeWrimeFile(posts));
}

describe.skipIf(!isInstalled)("trained on tiny data", () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "kanjo-recipes-"));
    const texts = LABELLED_TEXTS.map(({ text }) => text);
    await writeData(folder);
    await writeWrime(join(folder, "mirror"));
    await writeFile(join(folder, "posts.txt"), texts.join("\n"));
    const hub = await writeSmallBaseModel(folder, BASE_MODEL, texts, python);
    vi.stubEnv("KANJO_HUB_MIRROR", hub);
    vi.stubEnv("KANJO_DATA_MIRROR", join(folder, "mirror"));
    vi.stubEnv("KANJO_PYTHON", python);
  }, TIMEOUT_MS);
  afterAll(async () => {
    vi.unstubAllEnvs();
    await rm(folder, { recursive: true, force: true });
  });

  test.each(RECIPES)(
    "$name comes to its release",
    async ({ name, options, expected, baseModel }) => {
      const skipped = ["--no-publish", "--no-report"];
      const always = ["--recipe", name, "--version", name, "--runs", "runs", ...skipped];
      const finished = await runTrainer(["train", ...always, ...options, "--json"], folder);
      expect(finished.code, finished.stderr).toBe(0);

      const recipe = Recipe.parse(await readJson(name, "recipe.json"));
      expect(recipe).toMatchObject(expected);
      const shipped = await loadRecipe(name, folder);
      expect(leaveOutGiven(recipe)).toEqual(leaveOutGiven(shipped));

      const manifest = parseManifest(await readFile(inRun(name, "release/manifest.json"), "utf8"));
      expect(manifest).toMatchObject({
        version: name,
        baseModel,
        metrics: { validation: { count: 20 }, test: { count: 20 } },
      });
      const printed: unknown = JSON.parse(finished.stdout);
      expect(printed).toMatchObject({ version: name, metrics: manifest.metrics });
    },
    TIMEOUT_MS,
  );

  test("the quickstart's models have learned what the texts have to teach", async () => {
    for (const name of ["quickstart", "characters"]) {
      const { validation } = await readTraining(name);
      expect(validation.scores["accuracy"], name).toBeGreaterThan(0.8);
    }
  });

  test("low-rank adaptation trains few of the parameters", async () => {
    const [lora, whole] = [await readTraining("wrime-lora"), await readTraining("wrime")];
    expect(whole.trained_parameters).toBe(whole.parameters);
    expect(lora.trained_parameters).toBeLessThan(whole.parameters / 50);
  });

  test("the student is smaller than the teacher whose answers it learns", async () => {
    const [student, teacher] = [await readTraining("wrime-edge"), await readTraining("wrime")];
    expect(student.parameters).toBeLessThan(teacher.parameters);
    expect(await readJson("wrime-edge", "job-train.json")).toMatchObject({
      distillation: { teacher: teacher.checkpoint_dir, hidden_weight: 1, logits_weight: 1 },
    });
    const read = (name: string) => readFile(inRun(name, "release/vocab.txt"), "utf8");
    expect(await read("wrime-edge")).toBe(await read("wrime"));
  });

  test("a domain's texts are learned with masks, and the labels from there", async () => {
    const { result } = z
      .object({ result: TrainResult })
      .parse(await readJson("domain", "result-domain.json"));
    expect(result).toMatchObject({ epochs: 3, validation: { primary: "masked_accuracy" } });
    expect(await readJson("domain", "job-train.json")).toMatchObject({
      task: { kind: "classification" },
      model: { kind: "pretrained", folder: result.checkpoint_dir },
    });
  });
});
