/** The main job: from labelled texts to a release folder, one stage after another. */

import { basename } from "node:path";

import type { EngineMetrics } from "@kanjo/shared/contract/event";
import type { Manifest } from "@kanjo/shared/manifest";
import { env as ortEnv } from "onnxruntime-web/wasm";
import * as z from "zod";

import type { Dataset } from "../dataset/dataset.ts";
import { digestDataset } from "../dataset/digest-dataset.ts";
import { type ManifestDraft, writeRelease } from "../release/write-release.ts";
import { readGitCommit } from "../run/git-commit.ts";
import { formatBytes } from "../terminal/reporter.ts";
import type { TrainingContext } from "./context.ts";
import { evaluateModel } from "./evaluate-model.ts";
import { measureBaseline } from "./measure-baseline.ts";
import { type TokenizedData, tokenizeData } from "./tokenize-data.ts";
import { type TrainedModel, trainModel } from "./train-model.ts";

export interface FinishedTraining {
  readonly manifest: Manifest;
  readonly releaseDir: string;
  readonly baseline: EngineMetrics;
  readonly trainSeconds: number;
}

/** Scores are not calibrated yet: the softmax of the logits as they are. */
const UNCALIBRATED = { temperature: 1 };

/**
 * @param dataset checked
 * @param version of the release, which names the run folder, too
 */
export async function runTraining(
  dataset: Dataset,
  version: string,
  now: () => Date,
  context: TrainingContext,
): Promise<FinishedTraining> {
  const { recipe, run, reporter } = context;
  await run.writeJson("recipe.json", recipe);
  const data = await tokenizeData(dataset, context);
  const baseline = await measureBaseline(dataset, context);
  const trained = await trainModel(dataset.labels, data, context);

  const model = {
    modelFile: trained.exported.ort,
    tokenizer: data.tokenizer,
    labels: dataset.labels,
    maxTokens: recipe.tokenizer.max_tokens,
    temperature: UNCALIBRATED.temperature,
  };
  const metrics = await evaluateModel(dataset, model, context);
  const { exported } = trained;
  const manifest = await writeRelease(
    run.releaseDir,
    {
      model: exported.ort,
      master: exported.onnx,
      vocabulary: data.vocabularyFile,
      dictionary: data.dictionaryFile,
    },
    {
      version,
      createdAt: now().toISOString(),
      metrics,
      ...(await describeModel(dataset, data, trained, context)),
    },
  );
  reporter.line("release", describeFiles(manifest));
  await run.writeJson("result.json", { baseline, training: trained.training, metrics });
  const { train_seconds: trainSeconds } = trained.training;
  return { manifest, releaseDir: run.releaseDir, baseline, trainSeconds };
}

async function describeModel(
  dataset: Dataset,
  data: TokenizedData,
  trained: TrainedModel,
  context: TrainingContext,
): Promise<Omit<ManifestDraft, "version" | "createdAt" | "metrics">> {
  const { recipe } = context;
  return {
    name: recipe.model_name,
    baseModel: null,
    labels: [...dataset.labels],
    tokenizer: data.config,
    maxTokens: recipe.tokenizer.max_tokens,
    inputs: trained.exported.inputs,
    outputs: trained.exported.outputs,
    calibration: UNCALIBRATED,
    provenance: await describeProvenance(dataset, trained, context),
  };
}

async function describeProvenance(
  dataset: Dataset,
  trained: TrainedModel,
  { recipe }: TrainingContext,
): Promise<Manifest["provenance"]> {
  return {
    recipe: publicRecipe(recipe),
    dataSha256: digestDataset(dataset),
    gitCommit: await readGitCommit(),
    libraries: {
      ...trained.libraries,
      node: process.versions.node,
      "onnxruntime-web": ortEnv.versions.web ?? ortEnv.versions.common,
    },
  };
}

/** The recipe without the folders of this machine. */
function publicRecipe(recipe: TrainingContext["recipe"]): Manifest["provenance"]["recipe"] {
  const { files } = recipe.data;
  const named =
    typeof files === "string"
      ? basename(files)
      : Object.fromEntries(Object.entries(files).map(([split, file]) => [split, basename(file)]));
  return z
    .record(z.string(), z.json())
    .parse({ ...recipe, data: { ...recipe.data, files: named } });
}

function describeFiles(manifest: Manifest): string {
  return manifest.files.map((file) => `${file.path} ${formatBytes(file.bytes)}`).join(", ");
}
