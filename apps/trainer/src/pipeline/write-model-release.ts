import { basename } from "node:path";

import type { Manifest } from "@kanjo/shared/manifest";
import type { Comparison, Gates } from "@kanjo/shared/manifest/gates";
import { env as ortEnv } from "onnxruntime-web/wasm";
import * as z from "zod";

import type { ClassificationDataset } from "../dataset/dataset.ts";
import { digestDataset } from "../dataset/digest-dataset.ts";
import type { Recipe } from "../recipe/recipe.ts";
import { isFolder } from "../recipe/resolve-paths.ts";
import { writeRelease } from "../release/write-release.ts";
import type { CardFacts } from "../report/card/card-draft.ts";
import { readGitCommit } from "../run/git-commit.ts";
import { formatBytes } from "../terminal/reporter.ts";
import type { PipelineContext } from "./context.ts";
import type { PreparedTraining } from "./prepare-training.ts";
import type { ServedModel, TrainedSeed } from "./train-seed.ts";
import type { ServedTokenizer } from "./trim-vocabulary.ts";

/** What the release is called, and what else is known of it. */
export interface ReleaseFacts {
  readonly version: string;
  readonly createdAt: Date;
  readonly tokenizer: ServedTokenizer;
  readonly comparison: Comparison | null;
}

/** Writes the release folder of the model that was chosen. */
export async function writeModelRelease(
  dataset: ClassificationDataset,
  prepared: PreparedTraining,
  trained: TrainedSeed & { readonly served: ServedModel },
  { version, createdAt, tokenizer, comparison }: ReleaseFacts,
  { recipe, run, reporter }: PipelineContext,
): Promise<Manifest> {
  const { exported, metrics, calibration, compression, goldenTexts } = trained.served;
  const manifest = await writeRelease(
    run.releaseDir,
    {
      model: exported.ort,
      master: exported.onnx,
      config: exported.config,
      vocabulary: tokenizer.vocabularyFile,
      dictionary: tokenizer.dictionaryFile,
    },
    {
      name: recipe.model_name,
      version,
      createdAt: createdAt.toISOString(),
      baseModel: prepared.sources.base?.name ?? null,
      labels: [...dataset.labels],
      tokenizer: tokenizer.config,
      maxTokens: recipe.tokenizer.max_tokens,
      inputs: exported.inputs,
      outputs: exported.outputs,
      calibration,
      compression,
      metrics: { ...metrics },
      goldenTexts,
      gates: describeGates(recipe),
      comparison,
      provenance: await describeProvenance(dataset, trained, recipe),
    },
    describeBaseline(prepared),
  );
  reporter.line(
    "release",
    manifest.files.map((file) => `${file.path} ${formatBytes(file.bytes)}`).join(", "),
  );
  return manifest;
}

function describeBaseline({ baseline }: PreparedTraining): CardFacts {
  const accuracy = baseline?.scores["accuracy"];
  return accuracy === undefined ? {} : { baselineAccuracy: accuracy };
}

function describeGates({ gates }: Recipe): Gates {
  return {
    minAccuracy: gates.accuracy,
    minMacroF1: gates.macro_f1,
    maxCalibrationError: gates.calibration_error,
    margin: gates.margin,
  };
}

async function describeProvenance(
  dataset: ClassificationDataset,
  { seed, libraries }: TrainedSeed,
  recipe: Recipe,
): Promise<Manifest["provenance"]> {
  const trained = { ...recipe, training: { ...recipe.training, seed } };
  return {
    recipe: z.record(z.string(), z.json()).parse(namePaths(trained)),
    dataSha256: digestDataset(dataset),
    gitCommit: await readGitCommit(),
    libraries: {
      ...libraries,
      node: process.versions.node,
      "onnxruntime-web": ortEnv.versions.web ?? ortEnv.versions.common,
    },
  };
}

/** The recipe without the folders of this machine: of every path, its last name. */
function namePaths(recipe: Recipe): unknown {
  const { data, model, domain, distillation } = recipe;
  return {
    ...recipe,
    data: "files" in data ? { ...data, files: nameFiles(data.files) } : data,
    model:
      model.kind === "pretrained" && isFolder(model.base)
        ? { ...model, base: basename(model.base) }
        : model,
    domain: domain && { ...domain, texts: domain.texts?.map((file) => basename(file)) ?? null },
    distillation: distillation && {
      ...distillation,
      teacher: distillation.teacher && basename(distillation.teacher),
      unlabelled: distillation.unlabelled.map((file) => basename(file)),
    },
  };
}

type Files = string | null | Readonly<Record<string, string | null>>;

function nameFiles(files: Files): Files {
  if (files === null) return null;
  if (typeof files === "string") return basename(files);
  return Object.fromEntries(
    Object.entries(files).map(([split, file]) => [split, file && basename(file)]),
  );
}
