import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import * as z from "zod";

import { isAlive } from "../is-alive.ts";
import { readJson } from "../read-json.ts";

/** Left by `pnpm dev` in its state folder, so that the trainer can use that server. */
export const DevServerRecord = z.strictObject({
  /** Process that stops the server when it ends. */
  pid: z.int().positive(),
  port: z.int().positive(),
});
export type DevServerRecord = z.infer<typeof DevServerRecord>;

export async function writeRecord(stateDir: string, record: DevServerRecord): Promise<void> {
  const file = recordFile(stateDir);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify(record));
}

/** Removes the record of this process, and no other's. */
export async function removeRecord(stateDir: string): Promise<void> {
  const record = await readRecord(stateDir);
  if (record?.pid === process.pid) await rm(recordFile(stateDir), { force: true });
}

/** The record of a process that still lives, or null. */
export async function readRecord(stateDir: string): Promise<DevServerRecord | null> {
  const { value: record } = await readJson(recordFile(stateDir), DevServerRecord);
  return record !== null && isAlive(record.pid) ? record : null;
}

function recordFile(stateDir: string): string {
  return join(stateDir, "kanjo-dev-server.json");
}
