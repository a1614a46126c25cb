import { spawn } from "node:child_process";
import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { KanjoError } from "@kanjo/shared/error";

import type { Recipe } from "../../../apps/trainer/src/recipe/recipe.ts";
import { mean } from "../statistics.ts";
import { python } from "../tokenizer/python.ts";

const trainer = fileURLToPath(new URL("../../../apps/trainer/src/main.ts", import.meta.url));

/** Test figures of the int8 bytes that would be served, one a seed. */
export interface TrainedModel {
  readonly runDir: string;
  readonly accuracy: readonly number[];
  readonly macroF1: readonly number[];
  readonly parameters: number;
  /** Of `model.ort`, int8. */
  readonly bytes: number;
  /** Of the training of one seed. */
  readonly seconds: number;
}

/** What the trainer keeps of a seed. */
interface SeedResult {
  readonly metrics: { readonly test: { readonly accuracy: number; readonly macroF1: number } };
  readonly training: { readonly parameters: number; readonly train_seconds: number };
}

/**
 * Trains by a recipe through the trainer's command line, with one seed or several.
 * @throws KanjoError `training-failed`
 */
export async function runRecipe(
  name: string,
  recipe: Recipe,
  seeds: readonly number[],
  runs: string,
): Promise<TrainedModel> {
  await mkdir(runs, { recursive: true });
  const file = join(runs, `${name}.yaml`);
  await writeFile(file, JSON.stringify(recipe));
  const seedOption = [seeds.length === 1 ? "--seed" : "--seeds", seeds.join(",")];
  await train(["--recipe", file, "--runs", runs, "--version", name, ...seedOption]);
  return readRun(join(runs, name), seeds);
}

function train(args: readonly string[]): Promise<void> {
  const options = ["--no-publish", "--no-baseline", "--python", python];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [trainer, "train", ...args, ...options], {
      stdio: ["ignore", "ignore", "inherit"],
    });
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve();
      else reject(new KanjoError("training-failed", `trainer train ended with ${code}`));
    });
  });
}

/** Of several seeds, each has a folder of its own. */
async function readRun(runDir: string, seeds: readonly number[]): Promise<TrainedModel> {
  const folders =
    seeds.length === 1 ? [runDir] : seeds.map((seed) => join(runDir, "seeds", `${seed}`));
  const results = await Promise.all(
    folders.map(async (folder): Promise<SeedResult> => {
      return JSON.parse(await readFile(join(folder, "result.json"), "utf8"));
    }),
  );
  const { size } = await stat(join(runDir, "release", "model.ort"));
  return {
    runDir,
    accuracy: results.map(({ metrics }) => metrics.test.accuracy),
    macroF1: results.map(({ metrics }) => metrics.test.macroF1),
    parameters: results[0]?.training.parameters ?? 0,
    bytes: size,
    seconds: mean(results.map(({ training }) => training.train_seconds)),
  };
}
