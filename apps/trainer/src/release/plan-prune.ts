/**
 * What may go. What stays: every release that a channel serves or would roll back to,
 * what a publisher claims at this moment, the newest versions of each model, and
 * whatever was written so recently that a publisher who leaves no claim, as older
 * trainers do, may still be at it. A blob goes when no manifest that stays names it.
 */
import { servedManifestKey } from "@kanjo/shared/manifest/keys";

import type { ListedObject } from "../object-store/object-store.ts";
import type { Claim } from "./claim.ts";
import { compareVersions } from "./list-versions.ts";
import { parseStoredKey } from "./stored-key.ts";
import type { Survey, SurveyedManifest } from "./survey-models.ts";

export interface PruneRules {
  /** Newest versions of each model that stay besides what is needed. */
  readonly keep: number;
  /** Nothing goes that was written less long ago. */
  readonly minAgeMs: number;
  /** Model whose versions may go; null for all. */
  readonly name: string | null;
}

/** What a store had when it was looked at. */
export interface PruneScene {
  readonly survey: Survey;
  readonly blobs: readonly ListedObject[];
  readonly claims: readonly Claim[];
  /** By the store's clock, milliseconds. */
  readonly storeTime: number;
}

export interface PlannedVersion {
  readonly name: string;
  readonly version: string;
  readonly publishedAt: Date;
  /** Why it stays; none for one that goes. */
  readonly reasons: readonly string[];
}

export interface PrunePlan {
  readonly removed: readonly PlannedVersion[];
  readonly kept: readonly PlannedVersion[];
  /** Keys of manifests, in the order of their removal; all go before the first blob. */
  readonly manifests: readonly string[];
  /** Keys of blobs. */
  readonly blobs: readonly string[];
  /** Of those blobs. */
  readonly bytes: number;
}

export function planPrune(scene: PruneScene, rules: PruneRules): PrunePlan {
  const published = scene.survey.manifests.filter((one) => !one.isForced);
  const planned = rankVersions(published).map(({ one, rank }) => ({
    name: one.name,
    version: one.version,
    publishedAt: one.writtenAt,
    reasons: listReasons(one, rank, scene, rules),
  }));
  const kept = planned.filter(({ reasons }) => reasons.length > 0);
  const staying = scene.survey.manifests.filter((one) =>
    one.isForced ? isForcedNeeded(one, scene, rules) : kept.some((other) => isSame(one, other)),
  );
  const going = scene.survey.manifests.filter((one) => !staying.includes(one));
  const orphans = listOrphans(staying, scene, rules);
  return {
    removed: planned.filter(({ reasons }) => reasons.length === 0),
    kept,
    // A version counts as there as long as its published manifest is: that one goes last.
    manifests: [
      ...going.filter((one) => one.isForced),
      ...going.filter((one) => !one.isForced),
    ].map(({ key }) => key),
    blobs: orphans.map(({ key }) => key),
    bytes: orphans.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

interface Named {
  readonly name: string;
  readonly version: string;
}

function isSame(a: Named, b: Named): boolean {
  return a.name === b.name && a.version === b.version;
}

/** @returns the newest of each model first, with rank 0 */
function rankVersions(
  published: readonly SurveyedManifest[],
): readonly { readonly one: SurveyedManifest; readonly rank: number }[] {
  const counts = new Map<string, number>();
  return published.toSorted(compareVersions).map((one) => {
    const rank = counts.get(one.name) ?? 0;
    counts.set(one.name, rank + 1);
    return { one, rank };
  });
}

function listReasons(
  one: SurveyedManifest,
  rank: number,
  { survey, claims, storeTime }: PruneScene,
  rules: PruneRules,
): readonly string[] {
  const reasons: string[] = [];
  for (const { name, channel, stored } of survey.channels) {
    if (name !== one.name) continue;
    if (stored?.pointer.version === one.version) reasons.push(`${channel} serves it`);
    if (stored?.previousVersion === one.version) reasons.push(`${channel} rolls back to it`);
  }
  if (claims.some((claim) => isSame(claim, one))) reasons.push("is being published");
  if (rank < rules.keep) reasons.push(`among the newest ${rules.keep}`);
  if (isYoung(one.writtenAt, storeTime, rules)) reasons.push("published recently");
  if (isOfOther(one, rules)) reasons.push("of another model");
  return reasons;
}

function isYoung(writtenAt: Date, storeTime: number, { minAgeMs }: PruneRules): boolean {
  return minAgeMs > 0 && storeTime - writtenAt.getTime() < minAgeMs;
}

function isOfOther({ name }: Named, rules: PruneRules): boolean {
  return rules.name !== null && rules.name !== name;
}

/** The manifest of a forced promotion is of use to the channels that pin it. */
function isForcedNeeded(
  one: SurveyedManifest,
  { survey, claims, storeTime }: PruneScene,
  rules: PruneRules,
): boolean {
  return (
    listPinned(survey).some(({ key }) => key === one.key) ||
    claims.some((claim) => isSame(claim, one)) ||
    isYoung(one.writtenAt, storeTime, rules) ||
    isOfOther(one, rules)
  );
}

export interface PinnedManifest {
  readonly key: string;
  readonly sha256: string;
  /** Key of the pointer. */
  readonly by: string;
}

/** The manifests that pointers name, for what they serve and for what they served before. */
export function listPinned({ channels }: Survey): readonly PinnedManifest[] {
  return channels.flatMap(({ key: by, name, stored }) => {
    if (stored === null) return [];
    const { pointer } = stored;
    const served = pointer.previous === null ? [pointer] : [pointer, pointer.previous];
    return served.map((one) => ({
      key: servedManifestKey(name, one),
      sha256: one.manifestSha256,
      by,
    }));
  });
}

function listOrphans(
  staying: readonly SurveyedManifest[],
  { blobs, claims, storeTime }: PruneScene,
  rules: PruneRules,
): readonly ListedObject[] {
  const needed = new Set([
    ...staying.flatMap(({ files }) => (files ?? []).map(({ sha256 }) => sha256)),
    ...claims.flatMap((claim) => claim.blobs),
  ]);
  return blobs.filter(({ key, modifiedAt }) => {
    const what = parseStoredKey(key);
    return (
      what.kind === "blob" && !needed.has(what.sha256) && !isYoung(modifiedAt, storeTime, rules)
    );
  });
}
