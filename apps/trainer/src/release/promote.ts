/**
 * Moves a channel's pointer to a published version, by compare-and-swap on the pointer
 * that was read: of two promotions at once, one wins. The version has to be there whole
 * and to pass its recipe's gates. Where that is overruled, a manifest of its own says
 * so: it is written first, and the pointer pins it in place of the published one.
 */
import { isDeepStrictEqual } from "node:util";

import { KanjoError } from "@kanjo/shared/error";
import type { ChannelPointer, ServedVersion } from "@kanjo/shared/manifest/pointer";

import type { ObjectStore } from "../object-store/object-store.ts";
import { checkGates, type GateCheck, type ServedRelease } from "./check-gates.ts";
import { type ClaimContext, type HeldClaim, withClaim } from "./claim.ts";
import { movePointer } from "./move-pointer.ts";
import { readPublishedManifest, readServedManifest, type StoredManifest } from "./read-manifest.ts";
import { readPointer, type StoredPointer } from "./read-pointer.ts";
import { requireBlobs } from "./require-blobs.ts";
import { writeForcedManifest } from "./write-forced-manifest.ts";

export interface Promotion {
  readonly name: string;
  readonly version: string;
  readonly channel: string;
  /** 0 to 100; null leaves it as it is, which is 100 for a new channel. */
  readonly percent: number | null;
  /** Promote although a gate is not passed. */
  readonly force: boolean;
}

export interface Promoted {
  readonly pointer: ChannelPointer;
  /** `none`: the channel served this already, with that percentage. */
  readonly change: "version" | "percent" | "none";
  /** Null where the channel served this already: nothing is asked then. */
  readonly gates: GateCheck | null;
}

/**
 * @throws KanjoError `version-unknown`, `release-damaged`, `gates-not-passed`, `promotion-conflict`, `pointer-invalid`, `manifest-invalid`, `claim-lost`, `object-store-failed`
 */
export async function promote(promotion: Promotion, context: ClaimContext): Promise<Promoted> {
  const { name, version } = promotion;
  return withClaim({ name, version, blobs: [] }, context, async (held) => {
    const published = await readPublishedManifest(name, version, context.store);
    const current = await readPointer(name, promotion.channel, context.store);
    const served = current === null ? null : await readServed(current, context.store);
    const attempt = { promotion, published, current, served, held };
    return current !== null && isServed(published, current.pointer, served)
      ? changePercent(promotion, current, context)
      : changeVersion(attempt, context);
  });
}

/** A release that is served and cannot be read is no reason to keep it. */
async function readServed({ pointer }: StoredPointer, store: ObjectStore): Promise<ServedRelease> {
  const { version, manifestSha256 } = pointer;
  try {
    const { manifest } = await readServedManifest(pointer.name, pointer, store);
    return { version, manifestSha256, manifest };
  } catch (error) {
    if (!(error instanceof KanjoError) || error.code === "object-store-failed") throw error;
    return { version, manifestSha256, manifest: null };
  }
}

/** Also when it was forced, and so has another manifest that says nothing else. */
function isServed(
  { manifest, manifestSha256 }: StoredManifest,
  pointer: ChannelPointer,
  served: ServedRelease | null,
): boolean {
  if (!pointer.forced) return pointer.manifestSha256 === manifestSha256;
  if (!served?.manifest) return false;
  const { forced: _, ...rest } = served.manifest;
  return isDeepStrictEqual(rest, manifest);
}

async function changePercent(
  { percent }: Promotion,
  current: StoredPointer,
  { store, clock }: ClaimContext,
): Promise<Promoted> {
  const { pointer } = current;
  if (percent === null || percent === pointer.percent) {
    return { pointer, change: "none", gates: null };
  }
  const changed = { ...pointer, percent, promotedAt: new Date(clock.now()).toISOString() };
  await movePointer(changed, current, store);
  return { pointer: changed, change: "percent", gates: null };
}

interface Attempt {
  readonly promotion: Promotion;
  readonly published: StoredManifest;
  readonly current: StoredPointer | null;
  readonly served: ServedRelease | null;
  readonly held: HeldClaim;
}

async function changeVersion(attempt: Attempt, context: ClaimContext): Promise<Promoted> {
  const { promotion, published, current, served, held } = attempt;
  const { store, clock } = context;
  await requireBlobs(published.manifest, store);
  const gates = checkGates(published.manifest, served);
  const forced = gates.failures.length > 0;
  if (forced && !promotion.force) throw describeFailures(promotion, gates, current);
  const { name, version, channel, percent } = promotion;
  const promotedAt = new Date(clock.now()).toISOString();
  const pointer: ChannelPointer = {
    schemaVersion: 2,
    name,
    channel,
    version,
    manifestSha256: forced
      ? await writeForced(attempt, gates, promotedAt, store)
      : published.manifestSha256,
    forced,
    percent: percent ?? current?.pointer.percent ?? 100,
    previous: current === null ? null : pickServed(current.pointer),
    promotedAt,
  };
  await movePointer(pointer, current, store, held.requireHeld);
  return { pointer, change: "version", gates };
}

/** @returns the digest of the manifest that says what was not passed */
function writeForced(
  { promotion, published, held }: Attempt,
  { failures }: GateCheck,
  at: string,
  store: ObjectStore,
): Promise<string> {
  const forced = { channel: promotion.channel, at, failures: [...failures] };
  return writeForcedManifest(published.manifest, forced, store, held.requireHeld);
}

/** What of a pointer is needed to serve the same again. */
export function pickServed({ version, manifestSha256, forced }: ChannelPointer): ServedVersion {
  return { version, manifestSha256, forced };
}

function describeFailures(
  { name, version, channel }: Promotion,
  { failures }: GateCheck,
  current: StoredPointer | null,
): KanjoError {
  const force = `To promote it all the same, which its manifest will say: ${commandToForce(name, version, channel)}`;
  const isBefore = current?.previousVersion === version;
  return new KanjoError(
    "gates-not-passed",
    `${name} ${version} is published, and not promoted to ${channel}: ${failures.join("; ")}`,
    { hint: isBefore ? `rollback goes back to it without asking. ${force}` : force },
  );
}

function commandToForce(name: string, version: string, channel: string): string {
  const ofName = name === "sentiment" ? "" : ` --name ${name}`;
  return `pnpm --filter trainer promote ${version}${ofName} --channel ${channel} --force`;
}
