/**
 * Files that were downloaded are kept, each with a record of its size and
 * SHA-256 beside it. A kept file that no longer has them is downloaded again.
 */
import { randomUUID } from "node:crypto";
import { mkdir, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";

import { KanjoError } from "@kanjo/shared/error";
import * as z from "zod";

import { readJson } from "../read-json.ts";
import { formatBytes, type Reporter } from "../terminal/reporter.ts";
import { isWhole } from "../verify-file.ts";
import { writeAtomically } from "../write-atomically.ts";
import { download, type DownloadOptions, type DownloadRequest } from "./download.ts";

const FileRecord = z.object({
  bytes: z.int().nonnegative(),
  sha256: z.string(),
  /** What the source calls this version; null where it has no name for it. */
  version: z.string().nullable(),
});
export type FileRecord = z.infer<typeof FileRecord>;

export interface KeepRequest extends DownloadRequest {
  /** Where it is kept. */
  readonly file: string;
  /** The version that is wanted; null is content with the one that is kept. */
  readonly version: string | null;
  /** SHA-256 that it must have, where the source says so. */
  readonly sha256: string | null;
}

export interface KeepOptions {
  readonly reporter: Reporter;
  readonly pause?: DownloadOptions["pause"];
}

/** The record of a kept file, or null where there is none. */
export async function readFileRecord(file: string): Promise<FileRecord | null> {
  return (await readJson(recordOf(file), FileRecord)).value;
}

/**
 * Downloads a file unless it is kept, and says its size and SHA-256.
 * @throws KanjoError `remote-unreachable`, `remote-refused`, `remote-damaged`
 */
export async function keepFile(request: KeepRequest, options: KeepOptions): Promise<FileRecord> {
  const { file, version, shown } = request;
  const { reporter } = options;
  const kept = await readFileRecord(file);
  if (kept !== null && (version === null || kept.version === version)) {
    if (await isWhole(file, kept)) return kept;
    reporter.line("download", `${shown}: the kept file was changed or lost, downloading it again`);
  }
  const record = await replaceFile(request, options);
  reporter.line("download", `${shown}: ${formatBytes(record.bytes)}, SHA-256 ${record.sha256}`);
  if (kept !== null && kept.sha256 !== record.sha256) {
    reporter.line("warning", `${shown} is not what it was: its SHA-256 had been ${kept.sha256}`);
  }
  return record;
}

async function replaceFile(
  { file, version, sha256, ...request }: KeepRequest,
  { reporter, pause }: KeepOptions,
): Promise<FileRecord> {
  const partial = `${file}.${randomUUID()}.partial`;
  await mkdir(dirname(file), { recursive: true });
  try {
    const downloaded = await download(request, partial, {
      onProgress: (bytes, total) => {
        const all = total === null ? "" : ` of ${formatBytes(total)}`;
        reporter.progress("download", `${request.shown}  ${formatBytes(bytes)}${all}`);
      },
      ...(pause === undefined ? {} : { pause }),
    });
    requireDigest(request.shown, downloaded.sha256, sha256);
    const record = { ...downloaded, version };
    await rm(recordOf(file), { force: true });
    await rename(partial, file);
    await writeAtomically(recordOf(file), new TextEncoder().encode(JSON.stringify(record)));
    return record;
  } finally {
    await rm(partial, { force: true });
  }
}

function requireDigest(shown: string, found: string, expected: string | null): void {
  if (expected === null || found === expected) return;
  throw new KanjoError(
    "remote-damaged",
    `${shown}: the SHA-256 is ${found}, its source says ${expected}`,
    {
      hint: "Something on the way changes files, such as a proxy. Try again, or use a local copy.",
    },
  );
}

function recordOf(file: string): string {
  return `${file}.record.json`;
}
