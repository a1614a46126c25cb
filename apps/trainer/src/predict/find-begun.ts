import { KanjoError } from "@kanjo/shared/error";

import type { Checkpoint, Settings } from "./checkpoint.ts";
import { PrefixDigest } from "./prefix-digest.ts";
import { exists, folderOf, readCheckpoint, type WorkPaths } from "./work-files.ts";

/** What to do with what is there already. */
export type Beginning = "refuse" | "resume" | "overwrite";

/**
 * The unfinished labelling to go on with, or null to begin.
 * @throws KanjoError `labelling-unfinished`, `output-exists`, `resume-mismatch`
 */
export async function findBegun(
  paths: WorkPaths,
  beginning: Beginning,
  settings: Settings,
): Promise<Checkpoint | null> {
  if (beginning === "overwrite") return null;
  const begun = await readCheckpoint(paths);
  if (begun !== null && beginning === "resume") {
    refuseOtherSettings(begun.settings, settings, folderOf(paths));
    return begun;
  }
  if (begun !== null) refuseUnfinished(begun, paths);
  for (const file of [paths.output, paths.badRows]) if (await exists(file)) refuseExisting(file);
  return null;
}

function refuseUnfinished({ position }: Checkpoint, paths: WorkPaths): never {
  throw new KanjoError(
    "labelling-unfinished",
    `${folderOf(paths)}: ${position.rows} rows were labelled and the rest was not`,
    { hint: "--resume goes on behind them, --overwrite begins anew." },
  );
}

function refuseExisting(file: string): never {
  throw new KanjoError("output-exists", `${file} exists already`, {
    hint: "Choose another name, or replace it: --overwrite.",
  });
}

/** Rows of two models, or of two shapes, must not come together in one file. */
function refuseOtherSettings(begun: Settings, wanted: Settings, folder: string): void {
  const differences = (
    ["model", "version", "manifestSha256", "format", "textColumn", "prefix"] as const
  )
    .filter((name) => begun[name] !== wanted[name])
    .map(
      (name) => `${name} was ${JSON.stringify(begun[name])}, is ${JSON.stringify(wanted[name])}`,
    );
  if (differences.length === 0) return;
  throw new KanjoError("resume-mismatch", `${folder}: ${differences.join("; ")}`, {
    hint: `Give the same options and the model ${begun.version}, or begin anew: --overwrite.`,
  });
}

/**
 * The digest of what was read of an input, to be taken on.
 * @throws KanjoError `resume-mismatch` when those bytes are others now
 */
export async function openInputDigest(
  path: string,
  begun: Checkpoint | null,
): Promise<PrefixDigest> {
  const digest = new PrefixDigest(path);
  if (begun === null) return digest;
  const { offset } = begun.position;
  if ((await digest.advanceTo(offset)) === begun.inputSha256) return digest;
  throw new KanjoError(
    "resume-mismatch",
    `${path}: its first ${offset} bytes are not those that were labelled`,
    { hint: "Restore the file, or begin anew: --overwrite." },
  );
}
