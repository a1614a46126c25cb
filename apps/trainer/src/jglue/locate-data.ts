/**
 * Finds the tasks' files in a folder: clones of yahoojapan/JGLUE and
 * osekilab/JCoLA, side by side or alone, or their data folders copied flat.
 */
import type { Dirent } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";

import { KanjoError } from "@kanjo/shared/error";

import type { JglueTask } from "./task.ts";

type DataFile = "train" | "validation" | "test";

/** Paths of the files of a task that are there. */
export type TaskFiles = Readonly<Partial<Record<DataFile, string>>>;

const DEEPEST = 4;

interface Found {
  readonly task: JglueTask;
  readonly file: DataFile;
  /** `1.3` */
  readonly version: string;
  readonly path: string;
}

/**
 * Of several versions of a task the newest one that has a validation file counts.
 * @throws KanjoError `data-missing` when the folder cannot be read, or has none of the tasks
 */
export async function locateData(folder: string): Promise<ReadonlyMap<JglueTask, TaskFiles>> {
  const found: Found[] = [];
  for await (const path of listFiles(folder, DEEPEST)) {
    const file = recognize(path);
    if (file !== null) found.push(file);
  }
  if (found.length === 0) throw dataMissing(`${folder}: has no file of JGLUE or JCoLA`);
  const tasks = new Map<JglueTask, TaskFiles>();
  for (const { task } of found) {
    tasks.set(task, chooseVersion(found.filter((file) => file.task === task)));
  }
  return tasks;
}

async function* listFiles(folder: string, depth: number): AsyncGenerator<string> {
  for (const entry of await readFolder(folder)) {
    const path = join(folder, entry.name);
    if (entry.isFile()) yield path;
    else if (depth > 0 && isWorthOpening(entry)) yield* listFiles(path, depth - 1);
  }
}

async function readFolder(folder: string): Promise<Dirent[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (cause) {
    throw dataMissing(`${folder}: cannot be read as a folder`, cause);
  }
}

function dataMissing(message: string, cause?: unknown): KanjoError {
  return new KanjoError("data-missing", message, {
    hint: "Give --data a folder with JGLUE's and JCoLA's files, or leave it out to download them.",
    cause,
  });
}

function isWorthOpening(entry: Dirent): boolean {
  return entry.isDirectory() && !entry.name.startsWith(".") && entry.name !== "node_modules";
}

const PATTERNS = {
  jglue:
    /[/\\](?<task>jsts|jnli|jsquad|jcommonsenseqa)-v(?<version>\d+(?:\.\d+)*)[/\\](?<file>train|valid|test)-v\k<version>\.json$/,
  jcola:
    /[/\\](?<file>in_domain_train|in_domain_valid|out_of_domain_valid)-v(?<version>\d+(?:\.\d+)*)\.jsonl?$/,
  marcJa: /[/\\]amazon_reviews_multilingual_JP_v1_00\.tsv(\.gz)?$/,
};

/** What the authors call the files; JCoLA's out-of-domain sentences are its test. */
const FILE_NAMES: Readonly<Record<string, DataFile>> = {
  train: "train",
  valid: "validation",
  test: "test",
  in_domain_train: "train",
  in_domain_valid: "validation",
  out_of_domain_valid: "test",
};

function recognize(path: string): Found | null {
  if (PATTERNS.marcJa.test(path)) return { task: "marc-ja", file: "train", version: "1.00", path };
  const groups = (PATTERNS.jglue.exec(path) ?? PATTERNS.jcola.exec(path))?.groups;
  const { task = "jcola", file, version } = groups ?? {};
  if (file === undefined || version === undefined || !isVersioned(task)) return null;
  return { task, file: FILE_NAMES[file] ?? "test", version, path };
}

function isVersioned(task: string): task is Exclude<JglueTask, "marc-ja"> {
  return ["jcola", "jsts", "jnli", "jsquad", "jcommonsenseqa"].includes(task);
}

function chooseVersion(files: readonly Found[]): TaskFiles {
  const versions = [...new Set(files.map(({ version }) => version))].sort(
    new Intl.Collator("en", { numeric: true }).compare,
  );
  const complete = versions.findLast((version) =>
    files.some((file) => file.version === version && file.file === "validation"),
  );
  const version = complete ?? versions.at(-1);
  const chosen = files.filter((file) => file.version === version);
  return Object.fromEntries(chosen.map(({ file, path }) => [file, path]));
}
