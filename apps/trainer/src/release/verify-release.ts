/**
 * Reads everything back and checks every size and digest: pointers, the manifests that
 * they pin, and each blob once, in constant memory. What is removed or moved while this
 * goes on is no damage, so whatever seems to be one is looked at again.
 */
import { createHash } from "node:crypto";

import { KanjoError } from "@kanjo/shared/error";
import type { ArtifactFile } from "@kanjo/shared/manifest";
import { blobKey } from "@kanjo/shared/manifest/keys";

import type { ObjectStore } from "../object-store/object-store.ts";
import { listPinned } from "./plan-prune.ts";
import { readPointer } from "./read-pointer.ts";
import { parseStoredKey } from "./stored-key.ts";
import { type Survey, surveyModels } from "./survey-models.ts";
import { selectSurvey, type VerifyScope } from "./verify-scope.ts";

export interface Damage {
  readonly key: string;
  readonly problem: string;
  /** Keys of the manifests or pointers that need it. */
  readonly neededBy: readonly string[];
}

export interface Verification {
  readonly channels: number;
  readonly manifests: number;
  readonly blobs: number;
  /** Of those blobs. */
  readonly bytes: number;
  readonly damages: readonly Damage[];
}

export interface VerifyContext {
  readonly store: ObjectStore;
  /** Bytes of blobs that were read, of all. */
  readonly onProgress: (done: number, total: number) => void;
}

/** @throws KanjoError `version-unknown`, `channel-empty`, `object-store-failed` */
export async function verifyRelease(
  scope: VerifyScope,
  { store, onProgress }: VerifyContext,
): Promise<Verification> {
  const survey = selectSurvey(await surveyModels({ store, name: scope.name }), scope, store);
  const blobs = collectBlobs(survey);
  const suspects = [...findPointerDamages(survey), ...findManifestDamages(survey)];
  const total = sumBytes(blobs.map(({ file }) => file));
  let done = 0;
  for (const { file, neededBy } of blobs) {
    const problem = await checkBlob(file, store, (bytes) => onProgress(done + bytes, total));
    if (problem !== null) suspects.push({ key: blobKey(file.sha256), problem, neededBy });
    done += file.bytes;
  }
  return {
    channels: survey.channels.length,
    manifests: survey.manifests.length,
    blobs: blobs.length,
    bytes: total,
    damages: await confirm(suspects, survey, store),
  };
}

interface NeededBlob {
  readonly file: ArtifactFile;
  readonly neededBy: readonly string[];
}

/** Each pair of digest and size once: a manifest that gives a blob another size is wrong about it. */
function collectBlobs({ manifests }: Survey): readonly NeededBlob[] {
  const found = new Map<string, NeededBlob>();
  for (const { key, files } of manifests) {
    for (const file of files ?? []) {
      const name = `${file.sha256} ${file.bytes}`;
      const neededBy = new Set(found.get(name)?.neededBy).add(key);
      found.set(name, { file, neededBy: [...neededBy] });
    }
  }
  return [...found.values()];
}

function sumBytes(files: readonly ArtifactFile[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}

function findPointerDamages(survey: Survey): Damage[] {
  const unreadable = survey.channels.flatMap(({ key, problem }) =>
    problem === null ? [] : [{ key, problem, neededBy: [key] }],
  );
  const mismatched = listPinned(survey).flatMap(({ key, sha256, by }) => {
    const found = survey.manifests.find((one) => one.key === key);
    if (found?.sha256 === sha256) return [];
    const state = found === undefined ? "is missing" : `has SHA-256 ${found.sha256}`;
    return [{ key, problem: `${state}, the pointer says ${sha256}`, neededBy: [by] }];
  });
  return [...unreadable, ...mismatched];
}

function findManifestDamages({ manifests }: Survey): readonly Damage[] {
  return manifests.flatMap(({ key, problem }) =>
    problem === null ? [] : [{ key, problem, neededBy: [key] }],
  );
}

/** Null for one that is as the manifest has it. */
async function checkBlob(
  { bytes, sha256 }: ArtifactFile,
  store: ObjectStore,
  onRead: (bytes: number) => void,
): Promise<string | null> {
  const opened = await store.open(blobKey(sha256));
  if (opened === null) return "is missing";
  if (opened.bytes !== bytes) return `has ${opened.bytes} bytes, expected ${bytes}`;
  const hash = createHash("sha256");
  let read = 0;
  try {
    for await (const part of opened.parts) {
      hash.update(part);
      read += part.length;
      onRead(read);
    }
  } catch (error) {
    // It may have been pruned under the reader.
    if (error instanceof KanjoError && (await store.stat(blobKey(sha256))) === null)
      return "is missing";
    throw error;
  }
  const digest = hash.digest("hex");
  return digest === sha256 ? null : `has SHA-256 ${digest}`;
}

/** Those that are needed by what is still there as it was. */
async function confirm(
  suspects: readonly Damage[],
  survey: Survey,
  store: ObjectStore,
): Promise<readonly Damage[]> {
  const confirmed: Damage[] = [];
  for (const { neededBy, ...rest } of suspects) {
    const still: string[] = [];
    for (const key of neededBy) if (await isStillThere(key, survey, store)) still.push(key);
    if (still.length > 0) confirmed.push({ ...rest, neededBy: still });
  }
  return confirmed;
}

/** What was removed and published again since may have been without its blobs in between. */
async function isStillThere(key: string, survey: Survey, store: ObjectStore): Promise<boolean> {
  const what = parseStoredKey(key);
  const pointer = survey.channels.find((one) => one.key === key)?.stored;
  if (what.kind === "pointer" && pointer) {
    return (await readPointer(what.name, what.channel, store))?.etag === pointer.etag;
  }
  const before = survey.manifests.find((one) => one.key === key)?.writtenAt;
  const now = (await store.stat(key))?.modifiedAt;
  return now !== undefined && (before === undefined || isSameSecond(before, now));
}

/** Lists give times in milliseconds, other answers in whole seconds. */
function isSameSecond(a: Date, b: Date): boolean {
  return Math.floor(a.getTime() / 1000) === Math.floor(b.getTime() / 1000);
}
