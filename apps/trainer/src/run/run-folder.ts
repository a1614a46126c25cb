import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { KanjoError } from "@kanjo/shared/error";

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
  const folder = {
    dir,
    dataDir: join(dir, "data"),
    outputDir: join(dir, "engine"),
    releaseDir: join(dir, "release"),
  };
  for (const inner of [folder.dataDir, folder.outputDir, folder.releaseDir]) await mkdir(inner);
  return {
    ...folder,
    writeJson: (name, value) => writeFile(join(dir, name), `${JSON.stringify(value, null, 2)}\n`),
  };
}
