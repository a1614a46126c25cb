/**
 * Keeps what a publication or a promotion works with from being pruned under it.
 * Two sides announce themselves before they look for each other, as in Dekker's
 * algorithm: a publisher writes its claim and then looks for sweeps; a sweep is
 * written and then looks for claims. Whichever came second sees the first: a sweep
 * spares what is claimed, a publisher waits for the sweep's end. A claim is removed
 * after the manifest or the pointer that takes its place was written; so a sweep looks
 * at claims before it looks at manifests and pointers, and misses neither. A sweep that
 * was killed holds nobody up for longer than its lease. Ages are differences of times
 * that the store itself gave, so no two machines' clocks have to agree.
 */
import { randomUUID } from "node:crypto";

import { Sha256 } from "@kanjo/shared/digest";
import { KanjoError } from "@kanjo/shared/error";
import { Identifier } from "@kanjo/shared/manifest/identifier";
import * as z from "zod";

import type { ListedObject, ObjectStore } from "../object-store/object-store.ts";
import { parseJson } from "../parse-json.ts";
import type { Clock } from "./clock.ts";
import { encodeJson } from "./settle-write.ts";

export const CLAIMS_PREFIX = "claims/";
export const SWEEPS_PREFIX = "sweeps/";

/** After this much time without a renewal a sweep removes nothing any more. */
export const SWEEP_LEASE_MS = 120_000;
/** After this much time a claim is a dead publisher's. */
export const CLAIM_LIFETIME_MS = 24 * 3_600_000;
/** Publishers stop to rely on a claim this much earlier. */
const CLAIM_MARGIN_MS = 3_600_000;
/** Stores give times in whole seconds in some answers. */
export const CLOCK_GRAIN_MS = 2_000;

const POLL_MS = 1_000;

const Claim = z.object({
  name: Identifier,
  version: Identifier,
  /** Blobs that no manifest may name yet. */
  blobs: z.array(Sha256),
});
export type Claim = z.infer<typeof Claim>;

export interface HeldClaim {
  /** To be called before what others see is written. @throws KanjoError `claim-lost` for one that a sweep may take for a dead publisher's */
  readonly requireHeld: () => void;
}

export interface ClaimContext {
  readonly store: ObjectStore;
  readonly clock: Clock;
  /** Called when there is a sweep to wait for. */
  readonly onWait: () => void;
}

/** Runs `use` while nothing that is claimed can be pruned. */
export async function withClaim<Result>(
  claim: Claim,
  context: ClaimContext,
  use: (held: HeldClaim) => Promise<Result>,
): Promise<Result> {
  const { store, clock } = context;
  const key = `${CLAIMS_PREFIX}${randomUUID()}.json`;
  const start = clock.now();
  await announce(key, claim, store);
  try {
    await waitForSweeps(key, context);
    return await use({
      requireHeld: () => {
        if (clock.now() - start > CLAIM_LIFETIME_MS - CLAIM_MARGIN_MS)
          throw describeLoss(key, store);
      },
    });
  } finally {
    // One that stays is ignored after its lifetime.
    await store.remove(key).catch(() => {});
  }
}

/** Writes an object that only its own writer knows the key of. */
export async function announce(key: string, value: unknown, store: ObjectStore): Promise<void> {
  // A condition that fails is this write's own, whose answer was lost.
  await store.write(key, encodeJson(value), "application/json", { kind: "absent" });
}

/** When an announcement was written, by the store's clock; null for one that somebody removed. */
export async function readAnnouncedAt(key: string, store: ObjectStore): Promise<number | null> {
  const state = await store.stat(key);
  return state === null ? null : state.modifiedAt.getTime();
}

function describeLoss(key: string, store: ObjectStore): KanjoError {
  return new KanjoError(
    "claim-lost",
    `${key} in ${store.description} protects nothing any more: it is too old or was removed`,
    { hint: "Run the same command again: it goes on where it was." },
  );
}

async function waitForSweeps(key: string, { store, clock, onWait }: ClaimContext): Promise<void> {
  const claimedAt = await readAnnouncedAt(key, store);
  if (claimedAt === null) throw describeLoss(key, store);
  const start = clock.now();
  let isFirst = true;
  while (await hasLiveSweep(store, claimedAt + clock.now() - start)) {
    if (isFirst) onWait();
    isFirst = false;
    await clock.pause(POLL_MS);
  }
}

/** @param storeTime no later than it is by the store's clock, so that no sweep seems older than it is */
async function hasLiveSweep(store: ObjectStore, storeTime: number): Promise<boolean> {
  for await (const { modifiedAt } of store.list(SWEEPS_PREFIX)) {
    if (!isOver(modifiedAt, storeTime)) return true;
  }
  return false;
}

/** Whether a sweep that was last renewed then removes nothing any more. */
function isOver(renewedAt: Date, storeTime: number): boolean {
  return storeTime - renewedAt.getTime() > SWEEP_LEASE_MS + CLOCK_GRAIN_MS;
}

export interface Claims {
  readonly held: readonly Claim[];
  /** Keys of those that were left behind. */
  readonly abandoned: readonly string[];
}

/**
 * @param storeTime time of the store's clock, milliseconds
 * @throws KanjoError `claim-invalid` for one that cannot be read, since nobody knows what it protects
 */
export async function listClaims(store: ObjectStore, storeTime: number): Promise<Claims> {
  const held: Claim[] = [];
  const abandoned: string[] = [];
  for await (const { key, modifiedAt } of store.list(CLAIMS_PREFIX)) {
    if (storeTime - modifiedAt.getTime() > CLAIM_LIFETIME_MS) abandoned.push(key);
    else held.push(...(await readClaim(key, store)));
  }
  return { held, abandoned };
}

/** None when its publisher has finished meanwhile. */
async function readClaim(key: string, store: ObjectStore): Promise<readonly Claim[]> {
  const stored = await store.read(key);
  if (stored === null) return [];
  const claim = Claim.safeParse(parseJson(new TextDecoder().decode(stored.bytes)));
  if (claim.success) return [claim.data];
  throw new KanjoError("claim-invalid", `${key} in ${store.description} is no claim`, {
    hint: "A newer trainer may publish at this moment: try again later, or delete the object.",
  });
}

/** Keys of sweeps that were left behind. */
export async function listDeadSweeps(
  store: ObjectStore,
  storeTime: number,
): Promise<readonly string[]> {
  const dead: ListedObject[] = [];
  for await (const object of store.list(SWEEPS_PREFIX)) {
    if (isOver(object.modifiedAt, storeTime)) dead.push(object);
  }
  return dead.map(({ key }) => key);
}
