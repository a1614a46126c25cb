import { rename, rm } from "node:fs/promises";

import { AppendFile } from "./append-file.ts";
import { type Checkpoint, writeCheckpoint } from "./checkpoint.ts";
import type { PrefixDigest } from "./prefix-digest.ts";
import { nameFiles, openWorkFiles, type WorkPaths } from "./work-files.ts";

/** What a checkpoint says besides the files' lengths and the input's digest. */
export type Progress = Pick<Checkpoint, "settings" | "position" | "tally">;

/** Where labelled and bad rows go. */
export interface Target {
  write(output: string, badRows: string): Promise<void>;
  /** Makes what was written safe to go on from, where that is possible. */
  keep(progress: Progress): Promise<void>;
  /** Everything was written. */
  finish(progress: Progress): Promise<void>;
  close(): Promise<void>;
}

/**
 * Files that get their names when they are whole.
 * @param digest of the input; null for one that cannot be read twice, whose labelling is never gone on with
 * @throws KanjoError `labelling-busy`, `labelling-damaged`
 */
export async function openFileTarget(
  paths: WorkPaths,
  begun: Checkpoint | null,
  digest: PrefixDigest | null,
): Promise<Target> {
  const { output, badRows, checkpointFile } = await openWorkFiles(paths, begun);
  const keep = async (progress: Progress, isComplete: boolean): Promise<void> => {
    await Promise.all([output.sync(), badRows.sync()]);
    if (digest === null) return;
    await writeCheckpoint(checkpointFile, {
      schemaVersion: 1,
      ...progress,
      inputSha256: await digest.advanceTo(progress.position.offset),
      outputBytes: output.bytes,
      badRowsBytes: badRows.bytes,
      isComplete,
    });
  };
  return {
    async write(labelled, bad) {
      await output.append(labelled);
      if (bad !== "") await badRows.append(bad);
    },
    keep: (progress) => keep(progress, false),
    async finish(progress) {
      await keep(progress, true);
      await nameFiles(paths, progress.tally.bad > 0);
    },
    async close() {
      await Promise.all([output.close(), badRows.close()]);
    },
  };
}

/**
 * A stream, and a side file that gets its name at the end.
 * @param writeOut resolves when more may be written
 */
export async function openStreamTarget(
  writeOut: (text: string) => Promise<void>,
  badRowsFile: string,
): Promise<Target> {
  const partial = `${badRowsFile}.partial`;
  await rm(partial, { force: true });
  const badRows = await AppendFile.open(partial, 0);
  if (badRows === null) throw new Error(`${partial} is shorter than nothing`);
  return {
    async write(labelled, bad) {
      await writeOut(labelled);
      if (bad !== "") await badRows.append(bad);
    },
    keep: async () => {},
    finish: async ({ tally }) =>
      tally.bad > 0 ? rename(partial, badRowsFile) : rm(partial, { force: true }),
    close: () => badRows.close(),
  };
}
