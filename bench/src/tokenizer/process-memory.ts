import { readFile } from "node:fs/promises";

/** Resident memory of a process in bytes, files that it has mapped included. */
export interface ProcessMemory {
  readonly now: number;
  readonly peak: number;
}

/** Reads `/proc`; null where there is none. */
export async function readProcessMemory(pid: number | undefined): Promise<ProcessMemory | null> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  const [now, peak] = [readKibibytes(status, "VmRSS"), readKibibytes(status, "VmHWM")];
  return now === null || peak === null ? null : { now, peak };
}

function readKibibytes(status: string, field: string): number | null {
  const value = new RegExp(`^${field}:\\s+(\\d+) kB`, "m").exec(status)?.[1];
  return value === undefined ? null : Number(value) * 1024;
}
