import type { DataSource } from "../recipe/data-source.ts";
import type { TaskFiles } from "./locate-data.ts";
import type { JglueTask } from "./task.ts";

/** What a task is trained and evaluated on, or why it is not. */
export type ChosenSource =
  | { readonly kind: "usable"; readonly source: DataSource; readonly trainedOnTest: boolean }
  | { readonly kind: "skipped"; readonly reason: string };

/**
 * Puts the files that were found into a task's source. Where the train file is
 * missing, the labelled test file stands in for it.
 * @param files of a folder, or null where none was given and the files are downloaded
 */
export function chooseSource(source: DataSource, files: TaskFiles | null): ChosenSource {
  switch (source.format) {
    case "marc-ja":
      return files?.train === undefined
        ? skip(
            "its file, amazon_reviews_multilingual_JP_v1_00.tsv.gz, was withdrawn; --data finds a local copy",
          )
        : use({ ...source, files: files.train });
    case "jcola":
    case "jnli":
    case "jsts":
    case "jcommonsenseqa":
    case "jsquad":
      return files === null ? use(source) : chooseFiles(source, files);
    case "jsonl":
    case "csv":
    case "tsv":
    case "jrte":
    case "wrime":
    case "hub":
      return skip(`its recipe has data of the format ${source.format}`);
  }
}

type BenchmarkSource = Extract<DataSource, { format: Exclude<JglueTask, "marc-ja"> }>;

function chooseFiles(source: BenchmarkSource, files: TaskFiles): ChosenSource {
  const { train, validation, test } = files;
  if (validation === undefined) return skip("the folder has no validation file of it");
  if (train !== undefined) {
    return use({ ...source, files: { train, validation, test: chooseTest(source, files) } });
  }
  if (test === undefined) return skip("the folder has neither a train nor a test file of it");
  const instead = { train: test, validation, test: chooseTest(source, files) };
  return use({ ...source, files: instead }, true);
}

/** A classification of single texts has to have a test split, though no figure comes from it. */
function chooseTest({ format }: BenchmarkSource, { validation, test }: TaskFiles): string | null {
  return format === "jcola" ? (test ?? validation ?? null) : null;
}

function use(source: DataSource, trainedOnTest = false): ChosenSource {
  return { kind: "usable", source, trainedOnTest };
}

function skip(reason: string): ChosenSource {
  return { kind: "skipped", reason };
}
