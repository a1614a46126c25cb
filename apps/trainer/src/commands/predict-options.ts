import { resolve } from "node:path";

import { KanjoError } from "@kanjo/shared/error";
import { type Command, Option } from "commander";
import * as z from "zod";

import type { Beginning } from "../predict/find-begun.ts";
import { ROW_FORMATS, type RowFormatName } from "../predict/row-format.ts";
import { parseIdentifier } from "./parse-identifier.ts";

/** Stands for stdin and stdout. */
const STREAM = "-";

/** Adds the options in the order of the help. */
export function addPredictOptions(command: Command): Command {
  return command
    .requiredOption("--input <file>", "texts to label; - for stdin")
    .requiredOption("--output <file>", "the same rows with their labels; - for stdout")
    .addOption(
      new Option("--format <format>", "of both; default: by the input's extension").choices(
        ROW_FORMATS,
      ),
    )
    .option("--text-column <name>", "column with the text", "text")
    .option("--prefix <prefix>", "put before the names of the new columns", "")
    .option("--errors <file>", "side file for bad rows (default: <output>.errors.jsonl)")
    .option("--workers <number>", "threads (default: as many as the machine has cores)")
    .option("--resume", "go on with what was interrupted, if anything was begun")
    .option("--overwrite", "replace what is there")
    .option("--model-name <name>", "model of a published version", parseIdentifier, "sentiment")
    .option("--json", "print one JSON object on stdout");
}

export const PredictOptions = z.object({
  input: z.string().min(1),
  output: z.string().min(1),
  format: z.enum(ROW_FORMATS).optional(),
  textColumn: z.string(),
  prefix: z.string(),
  errors: z.string().min(1).optional(),
  workers: z.coerce.number().int().min(1).max(256).optional(),
  resume: z.boolean().optional(),
  overwrite: z.boolean().optional(),
  modelName: z.string(),
  json: z.boolean().optional(),
});
export type PredictOptions = z.infer<typeof PredictOptions>;

export interface PredictPlan {
  readonly format: RowFormatName;
  /** Null for stdin. */
  readonly inputPath: string | null;
  /** Null for stdout. */
  readonly outputPath: string | null;
  readonly badRowsPath: string;
  readonly beginning: Beginning;
}

/**
 * What the options come to; relative paths begin at `callerDir`.
 * @throws KanjoError `usage`
 */
export function planPrediction(options: PredictOptions, callerDir: string): PredictPlan {
  refuseContradictions(options);
  const { input, output, errors } = options;
  const locate = (path: string): string | null =>
    path === STREAM ? null : resolve(callerDir, path);
  const plan = {
    format: options.format ?? formatOf(input),
    inputPath: locate(input),
    outputPath: locate(output),
    badRowsPath: resolve(callerDir, errors ?? `${output}.errors.jsonl`),
    beginning: chooseBeginning(options),
  };
  refuseSameFile(plan);
  return plan;
}

function chooseBeginning({ resume, overwrite }: PredictOptions): Beginning {
  if (overwrite === true) return "overwrite";
  return resume === true ? "resume" : "refuse";
}

function refuseContradictions(options: PredictOptions): void {
  const { input, output, errors, resume, overwrite, json } = options;
  if (resume === true && overwrite === true) {
    refuse("--resume and --overwrite are given", "One goes on, the other begins anew.");
  }
  if (resume === true && (input === STREAM || output === STREAM)) {
    refuse("--resume with -", "Only a file can be gone on with from one that is there.");
  }
  if (output === STREAM && json === true) {
    refuse("--json with --output -", "The rows go to stdout: leave --json out.");
  }
  if (output === STREAM && errors === undefined) {
    refuse("--output - without --errors", "Say where bad rows go: --errors bad.jsonl.");
  }
}

function formatOf(input: string): RowFormatName {
  const extension = /\.([a-z]+)$/.exec(input)?.[1];
  const format = ROW_FORMATS.find((candidate) => candidate === extension);
  return format ?? refuse(`--input ${input}: the extension says no format`, "Give --format.");
}

function refuseSameFile({ inputPath, outputPath, badRowsPath }: PredictPlan): void {
  const paths = [inputPath, outputPath, badRowsPath].filter((path) => path !== null);
  if (new Set(paths).size === paths.length) return;
  refuse("--input, --output and --errors are not three files", "Give each a name of its own.");
}

function refuse(what: string, hint: string): never {
  throw new KanjoError("usage", what, { hint });
}
