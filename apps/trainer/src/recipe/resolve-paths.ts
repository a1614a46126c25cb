import { isAbsolute, resolve } from "node:path";

import type { DataSource } from "./data-source.ts";
import type { Recipe } from "./recipe.ts";

/** The recipe with its relative paths begun at `folder`; absolute ones stay. */
export function resolvePaths(recipe: Recipe, folder: string): Recipe {
  const { model, domain, distillation } = recipe;
  const start = (path: string): string => resolve(folder, path);
  return {
    ...recipe,
    data: resolveFiles(recipe.data, start),
    model:
      model.kind === "pretrained" && isFolder(model.base)
        ? { ...model, base: start(model.base) }
        : model,
    domain: domain && { ...domain, texts: domain.texts?.map(start) ?? null },
    distillation: distillation && {
      ...distillation,
      teacher: distillation.teacher === null ? null : start(distillation.teacher),
      unlabelled: distillation.unlabelled.map(start),
    },
  };
}

/** Whether a base model is a folder, not an id of the Hub: it begins with `./`, `../` or at the root. */
export function isFolder(base: string): boolean {
  return /^\.\.?(?:[/\\]|$)/.test(base) || isAbsolute(base);
}

function resolveFiles(data: DataSource, start: (path: string) => string): DataSource {
  switch (data.format) {
    case "hub":
      return data;
    case "jsonl":
    case "csv":
    case "tsv":
      return { ...data, files: resolveSplits(data.files, start) };
    case "jrte":
    case "marc-ja":
      return { ...data, files: start(data.files) };
    case "wrime":
      return { ...data, files: data.files === null ? null : start(data.files) };
    case "jcola":
    case "jnli":
    case "jsts":
    case "jcommonsenseqa":
    case "jsquad":
      return { ...data, files: data.files && resolveBenchmark(data.files, start) };
  }
}

type SplitFiles = Extract<DataSource, { format: "jsonl" }>["files"];
type BenchmarkFiles = NonNullable<Extract<DataSource, { format: "jcola" }>["files"]>;

function resolveSplits(files: SplitFiles, start: (path: string) => string): SplitFiles {
  if (typeof files === "string") return start(files);
  const { train, validation, test } = files;
  return { train: start(train), validation: start(validation), test: start(test) };
}

function resolveBenchmark(files: BenchmarkFiles, start: (path: string) => string): BenchmarkFiles {
  const { train, validation, test } = files;
  return {
    train: start(train),
    validation: start(validation),
    test: test === null ? null : start(test),
  };
}
