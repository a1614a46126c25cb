/**
 * Moves a channel back to what it served before. What is replaced becomes what was
 * before, so rolling back twice returns to where one was: whoever repeats a roll back
 * whose end was not seen says with `from` what he wants to leave. Nothing is claimed
 * and no sweep is waited for: a sweep spares both releases that a pointer names, and
 * the compare-and-swap fails where the pointer names others by now.
 */
import { KanjoError } from "@kanjo/shared/error";
import type { ChannelPointer } from "@kanjo/shared/manifest/pointer";

import type { ObjectStore } from "../object-store/object-store.ts";
import type { Clock } from "./clock.ts";
import { movePointer } from "./move-pointer.ts";
import { pickServed } from "./promote.ts";
import { readServedManifest } from "./read-manifest.ts";
import { readPointer } from "./read-pointer.ts";
import { requireBlobs } from "./require-blobs.ts";

export interface RollBack {
  readonly name: string;
  readonly channel: string;
  /** Version to leave: nothing is done where the channel has left it already. Null leaves whatever is served. */
  readonly from: string | null;
}

export interface RolledBack {
  readonly pointer: ChannelPointer;
  /** False when the channel had left `from` already. */
  readonly moved: boolean;
}

/**
 * @throws KanjoError `nothing-to-roll-back-to`, `release-damaged`, `promotion-conflict`, `pointer-invalid`, `object-store-failed`
 */
export async function rollBack(
  { name, channel, from }: RollBack,
  { store, clock }: { readonly store: ObjectStore; readonly clock: Clock },
): Promise<RolledBack> {
  const current = await readPointer(name, channel, store);
  if (current === null) throw describeNothing(name, channel, "it serves nothing");
  const { pointer } = current;
  if (from !== null && pointer.version !== from) {
    if (pointer.previous?.version === from) return { pointer, moved: false };
    throw describeOther(pointer, from);
  }
  const { previous } = pointer;
  if (previous === null) {
    throw describeNothing(name, channel, `${pointer.version} is the first that it serves`);
  }
  const { manifest } = await readServedManifest(name, previous, store);
  await requireBlobs(manifest, store);
  const promotedAt = new Date(clock.now()).toISOString();
  const moved = { ...pointer, ...previous, previous: pickServed(pointer), promotedAt };
  await movePointer(moved, current, store);
  return { pointer: moved, moved: true };
}

function describeNothing(name: string, channel: string, why: string): KanjoError {
  return new KanjoError(
    "nothing-to-roll-back-to",
    `${name}/${channel} has nothing to roll back to: ${why}`,
    {
      hint: "pnpm --filter trainer run list shows the versions, promote moves the channel to any.",
    },
  );
}

function describeOther({ name, channel, version }: ChannelPointer, from: string): KanjoError {
  return new KanjoError(
    "promotion-conflict",
    `${name}/${channel} serves ${version}, expected ${from}: somebody else moved it`,
    { hint: "pnpm --filter trainer channels shows what it serves and what it served before." },
  );
}
