import { access, mkdir } from "node:fs/promises";
import { join } from "node:path";

import { KanjoError } from "@kanjo/shared/error";

import { writeJson } from "../write-json.ts";
import { findProcess, recordProcess } from "./process-record.ts";

/** One training's files: what went in, what happened, what came out. */
export interface RunFolder {
  readonly dir: string;
  /** Tokenized splits. */
  readonly dataDir: string;
  /** What the engine writes. */
  readonly outputDir: string;
  /** What is published: the files of the manifest and `manifest.json`. */
  readonly releaseDir: string;
  writeJson(name: string, value: unknown): Promise<void>;
}

/** @throws KanjoError `run-exists` when the version was trained before */
export async function createRunFolder(runsDir: string, version: string): Promise<RunFolder> {
  const dir = join(runsDir, version);
  await mkdir(runsDir, { recursive: true });
  try {
    await mkdir(dir);
  } catch (cause) {
    throw new KanjoError(
      "run-exists",
      `${dir} cannot be made: there is a run of this version already, or the folder cannot be written to`,
      {
        hint: "Choose another --version, or another folder with --runs.",
        cause,
      },
    );
  }
  return prepareFolder(dir);
}

/**
 * A run folder to go on in.
 * @throws KanjoError `run-missing` when it has no recipe, `run-busy` while another process trains in it
 */
export async function openRunFolder(dir: string): Promise<RunFolder> {
  try {
    await access(join(dir, "recipe.json"));
  } catch (cause) {
    throw new KanjoError("run-missing", `${dir} has no recipe.json: it is no run to go on with`, {
      hint: "trainer runs list shows the runs that there are.",
      cause,
    });
  }
  return takeRunFolder(dir);
}

/**
 * The folder of a training inside another's, whether it was begun before or not.
 * @throws KanjoError `run-busy` while another process trains in it
 */
export async function takeRunFolder(dir: string): Promise<RunFolder> {
  const busy = await findProcess(dir);
  if (busy === null || busy === process.pid) return prepareFolder(dir);
  throw new KanjoError("run-busy", `${dir}: process ${busy} trains there`, {
    hint: "Wait for its end, or stop it: it writes a checkpoint before it ends.",
  });
}

async function prepareFolder(dir: string): Promise<RunFolder> {
  const folder = {
    dir,
    dataDir: join(dir, "data"),
    outputDir: join(dir, "engine"),
    releaseDir: join(dir, "release"),
  };
  for (const inner of [folder.dataDir, folder.outputDir, folder.releaseDir]) {
    await mkdir(inner, { recursive: true });
  }
  await recordProcess(dir);
  return {
    ...folder,
    writeJson: (name, value) => writeJson(join(dir, name), value),
  };
}
