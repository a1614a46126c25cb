/**
 * Where the labels are while they are not complete: beside the output, in the folder
 * `<output>.partial`. The files get their names when they are whole; until then what
 * stood there before stays.
 */
import { access, mkdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";

import { KanjoError } from "@kanjo/shared/error";

import { readJson } from "../read-json.ts";
import { findProcess, recordProcess } from "../run/process-record.ts";
import { AppendFile } from "./append-file.ts";
import { Checkpoint } from "./checkpoint.ts";

export interface WorkPaths {
  readonly output: string;
  /** Where bad rows go; there is none when there are none. */
  readonly badRows: string;
}

/** The partial files, cut to what the checkpoint says. */
export interface WorkFiles {
  readonly output: AppendFile;
  readonly badRows: AppendFile;
  readonly checkpointFile: string;
}

export function folderOf({ output }: WorkPaths): string {
  return `${output}.partial`;
}

function partialsOf(paths: WorkPaths): WorkPaths {
  return { output: join(folderOf(paths), "rows"), badRows: `${paths.badRows}.partial` };
}

/** What an unfinished labelling left, or null. */
export async function readCheckpoint(paths: WorkPaths): Promise<Checkpoint | null> {
  const { value } = await readJson(checkpointOf(paths), Checkpoint);
  return value;
}

function checkpointOf(paths: WorkPaths): string {
  return join(folderOf(paths), "checkpoint.json");
}

/**
 * Opens the partial files for this process alone.
 * @param checkpoint null to begin anew
 * @throws KanjoError `labelling-busy`, `labelling-damaged`
 */
export async function openWorkFiles(
  paths: WorkPaths,
  checkpoint: Checkpoint | null,
): Promise<WorkFiles> {
  const folder = folderOf(paths);
  await refuseBusy(folder);
  if (checkpoint === null) await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await mkdir(dirname(paths.badRows), { recursive: true });
  await recordProcess(folder);
  const { output, badRows } = partialsOf(paths);
  return {
    output: await openPartial(output, checkpoint?.outputBytes ?? 0),
    badRows: await openPartial(badRows, checkpoint?.badRowsBytes ?? 0),
    checkpointFile: checkpointOf(paths),
  };
}

async function refuseBusy(folder: string): Promise<void> {
  const busy = await findProcess(folder);
  if (busy === null || busy === process.pid) return;
  throw new KanjoError("labelling-busy", `${folder}: process ${busy} labels there`, {
    hint: "Wait for its end, or stop it: what it has done is kept for --resume.",
  });
}

async function openPartial(path: string, bytes: number): Promise<AppendFile> {
  const file = await AppendFile.open(path, bytes);
  if (file !== null) return file;
  throw new KanjoError(
    "labelling-damaged",
    `${path} has fewer bytes than the ${bytes} that were labelled: it cannot be gone on with`,
    { hint: "Begin anew: --overwrite in place of --resume." },
  );
}

/**
 * Gives the whole files their names. Every step may have been done by a process that
 * was killed behind it.
 * @param hasBadRows whether there is a side file
 */
export async function nameFiles(paths: WorkPaths, hasBadRows: boolean): Promise<void> {
  const partials = partialsOf(paths);
  if (hasBadRows) await renameIfThere(partials.badRows, paths.badRows);
  else await removeAll(partials.badRows, paths.badRows);
  await renameIfThere(partials.output, paths.output);
  await rm(folderOf(paths), { recursive: true, force: true });
}

async function renameIfThere(from: string, to: string): Promise<void> {
  if (await exists(from)) await rename(from, to);
}

async function removeAll(...files: readonly string[]): Promise<void> {
  for (const file of files) await rm(file, { force: true });
}

export async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
