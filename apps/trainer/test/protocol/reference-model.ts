/**
 * What the commands have to do, said a second time and as plainly as possible: which
 * moves of a pointer are legal, what a command that runs alone leaves behind, and how
 * one that runs beside others may end.
 */
import { isDeepStrictEqual } from "node:util";

import type { Command } from "./commands.ts";
import {
  isManifestKey,
  isPointerKey,
  pinnedKey,
  PlainClaim,
  type PlainManifest,
  type PlainPointer,
  type PlainServed,
  pointerKey,
  publishedKey,
  readJson,
  readPlainManifest,
  readPlainPointer,
  type StoredBytes,
  type StoredObjects,
} from "./stored-objects.ts";

const DAY_MS = 24 * 3_600_000;

/** How many gates a manifest fails where a channel serves something. */
function countFailures(manifest: PlainManifest, served: PlainManifest | null): number {
  const { test } = manifest.metrics;
  const { minAccuracy, margin } = manifest.gates;
  const isBelow = minAccuracy !== null && test.accuracy < minAccuracy ? 1 : 0;
  const other = served?.metrics.test;
  if (other?.dataSha256 !== test.dataSha256) return isBelow;
  const drops = [other.accuracy - test.accuracy, other.macroF1 - test.macroF1];
  return isBelow + drops.filter((drop) => drop > margin + 1e-6).length;
}

type PromoteCommand = Extract<Command, { kind: "promote" }>;

/** What a promotion does to a pointer; a string is the code that it fails with. */
export function predictPromotion(
  command: PromoteCommand,
  before: PlainPointer | null,
  objects: StoredObjects,
): PlainPointer | "version-unknown" | "gates-not-passed" {
  const { name, version, channel, force } = command;
  const published = objects.get(publishedKey(name, version));
  if (published === undefined) return "version-unknown";
  const served = before === null ? undefined : objects.get(pinnedKey(name, before));
  const percent = command.percent ?? before?.percent ?? 100;
  if (before !== null && hasSameContent(published, served)) return { ...before, percent };
  const failures = countFailures(
    readPlainManifest(published.bytes),
    served === undefined ? null : readPlainManifest(served.bytes),
  );
  if (failures > 0 && !force) return "gates-not-passed";
  const forced = failures > 0;
  const manifestSha256 = forced ? FORCED_DIGEST : published.sha256;
  return { name, channel, version, manifestSha256, forced, percent, previous: pick(before) };
}

/** In place of a digest that the model does not know. */
const FORCED_DIGEST = "forced";

function hasSameContent(published: StoredBytes, served: StoredBytes | undefined): boolean {
  if (served === undefined) return false;
  const { forced: _, ...rest } = readPlainManifest(served.bytes);
  return isDeepStrictEqual(rest, readPlainManifest(published.bytes));
}

function pick(pointer: PlainPointer | null): PlainServed | null {
  if (pointer === null) return null;
  const { version, manifestSha256, forced } = pointer;
  return { version, manifestSha256, forced };
}

type RollBackCommand = Extract<Command, { kind: "roll-back" }>;

/** What a roll back does to a pointer; a string is the code that it fails with. */
export function predictRollBack(
  { from }: RollBackCommand,
  before: PlainPointer | null,
): PlainPointer | "nothing-to-roll-back-to" | "promotion-conflict" {
  if (before === null) return "nothing-to-roll-back-to";
  if (from !== null && before.version !== from) {
    return before.previous?.version === from ? before : "promotion-conflict";
  }
  if (before.previous === null) return "nothing-to-roll-back-to";
  return { ...before, ...before.previous, previous: pick(before) };
}

/** Whether a pointer is as predicted, with a forced manifest of any time in place of a digest. */
export function isPredicted(
  found: PlainPointer,
  predicted: PlainPointer,
  objects: StoredObjects,
): boolean {
  if (predicted.manifestSha256 !== FORCED_DIGEST) return isDeepStrictEqual(found, predicted);
  const manifest = objects.get(pinnedKey(found.name, found));
  const saysSo = manifest !== undefined && readPlainManifest(manifest.bytes).forced !== undefined;
  const { manifestSha256 } = found;
  return saysSo && isDeepStrictEqual(found, { ...predicted, manifestSha256 });
}

export function findPointer(
  name: string,
  channel: string,
  objects: StoredObjects,
): PlainPointer | null {
  const stored = objects.get(pointerKey(name, channel));
  return stored === undefined ? null : readPlainPointer(stored.bytes);
}

type PruneCommand = Extract<Command, { kind: "prune" }>;

/** The keys that a prune leaves which runs alone, but for sweeps. */
export function predictPruned(
  command: PruneCommand,
  objects: StoredObjects,
  now: number,
): ReadonlySet<string> {
  const entries = [...objects];
  const isYoung = ({ writtenAt }: StoredBytes): boolean =>
    command.minAgeMs > 0 && now - writtenAt < command.minAgeMs;
  const held = entries.filter(
    ([key, { writtenAt }]) => key.startsWith("claims/") && now - writtenAt <= DAY_MS,
  );
  const claims = held.map(([, { bytes }]) => PlainClaim.parse(readJson(bytes)));
  const pointers = entries.filter(([key]) => isPointerKey(key));
  const needed = new Set([...listNewest(objects, command.keep), ...listNeeded(objects)]);
  const manifests = entries.filter(([key, stored]) => {
    if (!isManifestKey(key)) return false;
    const { name, version } = readPlainManifest(stored.bytes);
    const isOfOther = command.name !== null && command.name !== name;
    const isClaimed = claims.some((one) => one.name === name && one.version === version);
    return isYoung(stored) || isOfOther || isClaimed || needed.has(key);
  });
  const digests = new Set([
    ...manifests.flatMap(([, { bytes }]) => readPlainManifest(bytes).files.map((f) => f.sha256)),
    ...claims.flatMap(({ blobs }) => blobs),
  ]);
  const blobs = entries.filter(
    ([key, stored]) => key.startsWith("blobs/") && (digests.has(stored.sha256) || isYoung(stored)),
  );
  return new Set([...held, ...pointers, ...manifests, ...blobs].map(([key]) => key));
}

/** Keys of what channels serve and would roll back to, and of those versions as they were published. */
function listNeeded(objects: StoredObjects): readonly string[] {
  const pointers = [...objects].filter(([key]) => isPointerKey(key));
  return pointers.flatMap(([, { bytes }]) => {
    const pointer = readPlainPointer(bytes);
    const served = pointer.previous === null ? [pointer] : [pointer, pointer.previous];
    return served.flatMap((one) => [
      pinnedKey(pointer.name, one),
      publishedKey(pointer.name, one.version),
    ]);
  });
}

/** Keys of the newest published manifests of each model. */
function listNewest(objects: StoredObjects, count: number): readonly string[] {
  return ["sentiment", "topic"].flatMap((name) =>
    [...objects]
      .filter(([key]) => key.startsWith(`models/${name}/`) && key.endsWith("/manifest.json"))
      .toSorted(([, a], [, b]) => b.sequence - a.sequence)
      .slice(0, count)
      .map(([key]) => key),
  );
}
