/** The largest model that a worker holds, 6 layers of 384: random weights behind a vocabulary of 32,768, trained for a few steps. */
import { spawn } from "node:child_process";
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { KanjoError } from "@kanjo/shared/error";

import { Recipe } from "../../../apps/trainer/src/recipe/recipe.ts";
import { runBenchPython } from "../bench-python.ts";
import { python } from "../tokenizer/python.ts";

const HUB = fileURLToPath(
  new URL("../../../../shared/hub/tohoku-nlp/bert-base-japanese-v3", import.meta.url),
);
const REVIEWS = fileURLToPath(new URL("../../../datasets/kanjo-reviews/", import.meta.url));
const TRAINER = fileURLToPath(new URL("../../../apps/trainer/src/main.ts", import.meta.url));

export const EDGE_SHAPE = { layers: 6, hiddenSize: 384, heads: 12 };

const TRAINED_TEXTS = 320;
const VALIDATION_TEXTS = 100;
const TEST_TEXTS = 100;

/** Folder of a run with a release whose figures mean nothing: only its size and its speed do. */
export async function trainEdgeModel(folder: string): Promise<string> {
  const base = join(folder, "base");
  await writeBase(base);
  const file = join(folder, "edge.yaml");
  await writeFile(file, JSON.stringify(await makeRecipe(folder, base)));
  const options = ["--recipe", file, "--runs", join(folder, "runs"), "--version", "edge"];
  await runTrainer(["train", ...options, "--no-publish", "--no-baseline", "--no-report"]);
  return join(folder, "runs", "edge");
}

/** Runs a verb of the trainer, and gives what it prints. @throws KanjoError `trainer-failed` */
export function runTrainer(args: readonly string[]): Promise<string> {
  const env = { ...process.env, KANJO_PYTHON: python };
  return new Promise((resolve, reject) => {
    const stdio = ["ignore", "pipe", "inherit"] as const;
    const child = spawn(process.execPath, [TRAINER, ...args], { stdio: [...stdio], env });
    let printed = "";
    child.stdout?.on("data", (chunk: Buffer) => (printed += chunk.toString()));
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve(printed);
      else reject(new KanjoError("trainer-failed", `trainer ${args[0]} ended with ${code}`));
    });
  });
}

/** So many labelled texts of kanjo-reviews as a file. */
export async function writeReviews(file: string, split: string, count: number): Promise<string> {
  const lines = (await readFile(`${REVIEWS}${split}.jsonl`, "utf8")).split("\n").slice(0, count);
  await writeFile(file, `${lines.join("\n")}\n`);
  return file;
}

/** @throws KanjoError `vocabulary-missing` */
async function writeBase(folder: string): Promise<void> {
  await mkdir(folder);
  const { layers, hiddenSize, heads } = EDGE_SHAPE;
  const sizes = ["--layers", layers, "--hidden-size", hiddenSize, "--heads", heads];
  await runBenchPython("random_checkpoint.py", [folder, ...sizes.map(String)]);
  for (const name of ["vocab.txt", "tokenizer_config.json"]) {
    await copyFile(join(HUB, name), join(folder, name)).catch((cause: unknown) => {
      throw new KanjoError("vocabulary-missing", `${join(HUB, name)}: cannot be read`, {
        hint: "Put Tohoku's bert-base-japanese-v3 tokenizer beside the checkout.",
        cause,
      });
    });
  }
}

async function makeRecipe(folder: string, base: string): Promise<Recipe> {
  return Recipe.parse({
    name: "edge",
    description: "Only as large and as fast as a real one.",
    data: {
      format: "jsonl",
      files: {
        train: await writeReviews(join(folder, "train.jsonl"), "train", TRAINED_TEXTS),
        validation: await writeReviews(
          join(folder, "validation.jsonl"),
          "validation",
          VALIDATION_TEXTS,
        ),
        test: await writeReviews(join(folder, "test.jsonl"), "test", TEST_TEXTS),
      },
    },
    tokenizer: { kind: "inherited", max_tokens: 512 },
    model: { kind: "pretrained", base },
    training: {
      epochs: 1,
      batch_size: 32,
      learning_rate: 5e-5,
      warmup_ratio: 0.1,
      weight_decay: 0.01,
      gradient_clip: 1,
      seed: 42,
    },
    export: { max_accuracy_loss: 1, min_agreement: 0 },
  });
}
