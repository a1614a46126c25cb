import { statfs } from "node:fs/promises";
import { dirname } from "node:path";

import { formatBytes } from "../terminal/reporter.ts";
import { type Check, lack, ok, warn } from "./check.ts";

/** A small run with its release. */
const LEAST_BYTES = 500e6;
const BASE_BYTES = 2e9;
/** Two kept checkpoints with AdamW's moments, the best weights, and the exported models. */
const BYTES_PER_PARAMETER = 36;

/**
 * Free space where a folder is, or will be made.
 * @param parameters of the model that is trained; null where it is not known
 */
export async function checkDisk(
  name: string,
  folder: string,
  parameters: number | null,
  measure: (folder: string) => Promise<number> = measureFree,
): Promise<Check> {
  const free = await measure(folder);
  const wanted = BASE_BYTES + (parameters ?? 0) * BYTES_PER_PARAMETER;
  const detail = `${formatBytes(free)} free for ${folder}`;
  if (free >= wanted) return ok(name, detail);
  const short = `${detail}, about ${formatBytes(wanted)} needed`;
  return free < LEAST_BYTES
    ? lack(name, short, "Free some space, or choose another disk with --runs.")
    : warn(name, short, "Free some space: delete old runs, or choose another disk with --runs.");
}

/** Bytes that may be written to the folder, or to the nearest one above that is there. */
async function measureFree(folder: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch (error) {
    const above = dirname(folder);
    if (above === folder) throw error;
    return measureFree(above);
  }
}
