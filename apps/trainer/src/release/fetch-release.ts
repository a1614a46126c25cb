/**
 * Published releases on this machine: blobs by their digests, so that what releases
 * share is there once, and a folder for each manifest with links to them. A folder
 * gets its name when it is complete; several processes may make it at the same time.
 */
import { randomUUID } from "node:crypto";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import type { ArtifactFile } from "@kanjo/shared/manifest";

import { linkFile } from "../tokenization/link-file.ts";
import type { ObjectStore } from "../object-store/object-store.ts";
import { formatBytes, type Reporter } from "../terminal/reporter.ts";
import { isWhole } from "../verify-file.ts";
import { fetchBlob } from "./fetch-blob.ts";
import { openReleaseFolder } from "./open-release-folder.ts";
import type { StoredManifest } from "./read-manifest.ts";
import type { Release } from "./release.ts";

export interface FetchOptions {
  readonly store: ObjectStore;
  /** Where releases are kept. */
  readonly modelsDir: string;
  readonly reporter: Reporter;
}

/**
 * The folder of a published release, downloaded unless it is there whole.
 * @throws KanjoError `release-damaged`, `object-store-failed`
 */
export async function fetchRelease(
  stored: StoredManifest,
  options: FetchOptions,
): Promise<Release> {
  const dir = join(options.modelsDir, stored.manifestSha256);
  const kept = await openReleaseFolder(dir).catch(() => null);
  if (kept?.manifestSha256 === stored.manifestSha256) return kept;
  const blobs = await fetchBlobs(stored.manifest.files, options);
  const partial = `${dir}.${randomUUID()}.partial`;
  try {
    await mkdir(partial, { recursive: true });
    for (const [path, blob] of blobs) await placeFile(blob, join(partial, path));
    await writeFile(join(partial, "manifest.json"), stored.bytes);
    await placeFolder(partial, dir);
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
  return openReleaseFolder(dir);
}

/** @returns the file of each path */
async function fetchBlobs(
  files: readonly ArtifactFile[],
  { store, modelsDir, reporter }: FetchOptions,
): Promise<ReadonlyMap<string, string>> {
  const blobs = new Map<string, string>();
  for (const file of files) {
    const blob = join(modelsDir, "blobs", file.sha256);
    blobs.set(file.path, blob);
    if (await isWhole(blob, file)) continue;
    await fetchBlob(file, blob, store, (bytes) => {
      const all = formatBytes(file.bytes);
      reporter.progress("download", `${file.path}  ${formatBytes(bytes)} of ${all}`);
    });
    reporter.line("download", `${file.path}: ${formatBytes(file.bytes)}`);
  }
  return blobs;
}

async function placeFile(blob: string, target: string): Promise<void> {
  await mkdir(dirname(target), { recursive: true });
  await linkFile(blob, target);
}

/** Another process may have been faster with the same files; what is in the way otherwise is damaged. */
async function placeFolder(partial: string, dir: string): Promise<void> {
  if (await isPlaced(partial, dir)) return;
  if ((await openReleaseFolder(dir).catch(() => null)) !== null) return;
  const damaged = `${dir}.${randomUUID()}.partial`;
  await rename(dir, damaged).catch(() => {});
  await isPlaced(partial, dir);
  await rm(damaged, { recursive: true, force: true });
}

function isPlaced(partial: string, dir: string): Promise<boolean> {
  return rename(partial, dir).then(
    () => true,
    () => false,
  );
}
