/** The options that say which data a command reads, for all commands that read data. */
import { resolve } from "node:path";

import { KanjoError } from "@kanjo/shared/error";
import { type Command, Option } from "commander";
import * as z from "zod";

import { DATA_FORMATS, type DataSource } from "../recipe/data-source.ts";
import type { Recipe } from "../recipe/recipe.ts";

/** Fields of the parsed options, to be spread into a command's own schema. */
export const dataOptionFields = {
  data: z.string().optional(),
  format: z.enum(DATA_FORMATS).optional(),
  textColumn: z.string().optional(),
  labelColumn: z.string().optional(),
  splitColumn: z.string().optional(),
  groupColumn: z.string().optional(),
  acceptLicense: z.boolean().optional(),
};
const DataOptions = z.object(dataOptionFields);
export type DataOptions = z.infer<typeof DataOptions>;

/** Adds the data options to a command, in the order of its help. */
export function addDataOptions(command: Command): Command {
  return command
    .option("--data <file>", "labelled texts instead of the recipe's")
    .addOption(
      new Option("--format <format>", "of --data; default: by its extension").choices(DATA_FORMATS),
    )
    .option("--text-column <name>", "column with the text (default: text)")
    .option("--label-column <name>", "column with the label (default: label)")
    .option("--split-column <name>", "column with train, validation or test")
    .option("--group-column <name>", "column with the author or the like, to find leaks by")
    .option("--accept-license", "accept the licence of data that is downloaded");
}

/**
 * The recipe with the options' data in place of its own; a relative path begins at `callerDir`.
 * @throws KanjoError `usage`
 */
export function applyDataOptions(recipe: Recipe, options: DataOptions, callerDir: string): Recipe {
  const data = readDataOptions(options, callerDir);
  return data === null ? recipe : { ...recipe, data, labels: null };
}

/**
 * The data that the options name, or null; a relative path begins at `callerDir`.
 * @throws KanjoError `usage`
 */
export function readDataOptions(options: DataOptions, callerDir: string): DataSource | null {
  const { data: file } = options;
  if (file !== undefined) return makeSource(resolve(callerDir, file), file, options);
  refuseColumns(options, "say how to read --data, which is not given", [options.format]);
  return null;
}

function makeSource(files: string, shown: string, options: DataOptions): DataSource {
  const format = options.format ?? formatOf(shown);
  switch (format) {
    case "jsonl":
    case "csv":
    case "tsv":
      return { format, files, ...readColumns(options) };
    case "jrte":
    case "marc-ja":
      refuseColumns(options, `are given, --format ${format} has columns of its own`);
      return { format, files };
    case "wrime":
      refuseColumns(options, "are given, --format wrime has columns of its own");
      return { format, files, judges: "readers", classes: "binary" };
  }
}

function readColumns(options: DataOptions) {
  return {
    text_column: options.textColumn ?? "text",
    label_column: options.labelColumn ?? "label",
    split_column: options.splitColumn ?? null,
    group_column: options.groupColumn ?? null,
  };
}

function refuseColumns(
  { textColumn, labelColumn, splitColumn, groupColumn }: DataOptions,
  reason: string,
  others: readonly unknown[] = [],
): void {
  const given = [textColumn, labelColumn, splitColumn, groupColumn, ...others];
  if (given.every((option) => option === undefined)) return;
  const names =
    others.length > 0 ? "--format and the --...-column options" : "--...-column options";
  throw new KanjoError("usage", `${names} ${reason}`, {
    hint: others.length > 0 ? "Give --data FILE, or change the recipe." : "Leave them out.",
  });
}

function formatOf(file: string): (typeof DATA_FORMATS)[number] {
  const extension = /\.(jsonl|csv|tsv)$/.exec(file)?.[1];
  const format = DATA_FORMATS.find((candidate) => candidate === extension);
  if (format !== undefined) return format;
  throw new KanjoError("usage", `--data ${file}: the extension says no format`, {
    hint: `Give --format ${DATA_FORMATS.join("|")}.`,
  });
}
