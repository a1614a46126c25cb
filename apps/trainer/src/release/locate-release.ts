import { access } from "node:fs/promises";
import { join, resolve } from "node:path";

import { KanjoError } from "@kanjo/shared/error";
import { Identifier } from "@kanjo/shared/manifest/identifier";

import type { ObjectStore } from "../object-store/object-store.ts";
import { withObjectStore } from "../object-store/open-object-store.ts";
import { modelsDir } from "../paths.ts";
import type { Reporter } from "../terminal/reporter.ts";
import { fetchRelease } from "./fetch-release.ts";
import { openReleaseFolder } from "./open-release-folder.ts";
import { readPublishedManifest, readServedManifest, type StoredManifest } from "./read-manifest.ts";
import { readPointer } from "./read-pointer.ts";
import type { Release } from "./release.ts";

export type { Release } from "./release.ts";

export interface LocateOptions {
  /** Folder that a relative path begins at. */
  readonly callerDir: string;
  /** Model of a published version or channel. */
  readonly modelName: string;
  readonly reporter: Reporter;
}

/**
 * A release by what the user calls it: a folder of a release or a run, `@production` for
 * what a channel serves, or a published version. Published ones are downloaded once.
 * @throws KanjoError `release-invalid`, `release-unknown`, `version-unknown`, `channel-empty`, `release-damaged`, `object-store-failed`
 */
export async function locateRelease(reference: string, options: LocateOptions): Promise<Release> {
  const dir = await findReleaseFolder(resolve(options.callerDir, reference));
  if (dir !== null) return openReleaseFolder(dir);
  requireReference(reference);
  return withObjectStore(async (store) => {
    const stored = await readReferred(reference, options.modelName, store);
    return fetchRelease(stored, { store, modelsDir, reporter: options.reporter });
  });
}

/**
 * The manifest that `@channel` or a version names.
 * @throws KanjoError `version-unknown`, `channel-empty`, `release-damaged`
 */
export async function readReferred(
  reference: string,
  modelName: string,
  store: ObjectStore,
): Promise<StoredManifest> {
  if (!reference.startsWith("@")) return readPublishedManifest(modelName, reference, store);
  const channel = reference.slice(1);
  const current = await readPointer(modelName, channel, store);
  if (current !== null) return readServedManifest(modelName, current.pointer, store);
  throw new KanjoError(
    "channel-empty",
    `${modelName}: the channel ${channel} serves nothing in ${store.description}`,
    { hint: "pnpm --filter trainer channels shows those that there are, promote fills one." },
  );
}

/** The folder itself, or the release folder of a run; null for neither. */
export async function findReleaseFolder(path: string): Promise<string | null> {
  for (const dir of [path, join(path, "release")]) {
    const hasManifest = await access(join(dir, "manifest.json")).then(
      () => true,
      () => false,
    );
    if (hasManifest) return dir;
  }
  return null;
}

/** @throws KanjoError `release-unknown` for what can be neither a version nor a channel */
function requireReference(reference: string): void {
  const identifier = reference.startsWith("@") ? reference.slice(1) : reference;
  if (Identifier.safeParse(identifier).success) return;
  throw new KanjoError(
    "release-unknown",
    `${reference}: neither a folder with a release nor the name of a version or a channel`,
    { hint: "Give runs/<version>, a published version, or @production." },
  );
}
