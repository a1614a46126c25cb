/**
 * Which process works in a run folder, so that others can tell a training that
 * goes on from one that was killed. A process id alone is given again sooner or
 * later; with the time at which the process began it is not.
 */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import * as z from "zod";

import { isAlive } from "../is-alive.ts";
import { readJson } from "../read-json.ts";

const ProcessRecord = z.object({
  pid: z.int().positive(),
  /** Clock ticks from the machine's start to the process's; null where the system does not say. */
  started: z.string().nullable(),
});

const FILE = "process.json";

/** Says in the folder that this process works there. */
export async function recordProcess(dir: string): Promise<void> {
  const record = { pid: process.pid, started: await readStart(process.pid) };
  await writeFile(join(dir, FILE), `${JSON.stringify(record)}\n`);
}

/** Id of the process that was recorded in the folder; null when it does not live, on this machine. */
export async function findProcess(dir: string): Promise<number | null> {
  const { value: record } = await readJson(join(dir, FILE), ProcessRecord);
  if (record === null || !isAlive(record.pid)) return null;
  return (await readStart(record.pid)) === record.started ? record.pid : null;
}

/** Field 22 of Linux's /proc/<pid>/stat; the name before it, in parentheses, may have spaces. */
async function readStart(pid: number): Promise<string | null> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => null);
  return stat?.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
}
