/**
 * The other side of a claim (claim.ts). A sweep holds a lease: an object that it
 * writes anew, under the same key so that whoever lists finds one at any time, before
 * the lease is over. When it was too late for that it removes nothing any more:
 * publishers no longer wait for it then. What is not held off is a process that stops
 * for longer than the lease between its last look at the clock and the request that
 * follows: storage has no fencing. A promotion looks at every blob before it moves a
 * pointer, so that even then no release is promoted that is not whole.
 */
import { randomUUID } from "node:crypto";

import { KanjoError } from "@kanjo/shared/error";

import { type ObjectStore, REMOVAL_DEADLINE_MS } from "../object-store/object-store.ts";
import {
  announce,
  CLOCK_GRAIN_MS,
  readAnnouncedAt,
  SWEEP_LEASE_MS,
  SWEEPS_PREFIX,
} from "./claim.ts";
import type { Clock } from "./clock.ts";
import { encodeJson, writeJsonIf } from "./settle-write.ts";

export interface Sweep {
  /** When it began, by the store's clock, milliseconds. */
  readonly storeTime: number;
  /** To be called time and again while nothing is removed. @throws KanjoError `prune-too-slow` when the lease is lost */
  readonly keep: () => Promise<void>;
  /** Removes an object that nobody needs. @throws KanjoError `prune-too-slow` when the lease is lost */
  readonly remove: (key: string) => Promise<void>;
}

/** A removal may begin as long as its end lies within the lease. */
const USABLE_MS = SWEEP_LEASE_MS - CLOCK_GRAIN_MS - REMOVAL_DEADLINE_MS;
const RENEWAL_MS = SWEEP_LEASE_MS / 4;

/** Runs `use`, during which no publisher begins that does not wait for its end. */
export async function withSweep<Result>(
  { store, clock }: { readonly store: ObjectStore; readonly clock: Clock },
  use: (sweep: Sweep) => Promise<Result>,
): Promise<Result> {
  const lease: Lease = {
    key: `${SWEEPS_PREFIX}${randomUUID()}.json`,
    start: clock.now(),
    renewals: 0,
  };
  await announce(lease.key, { renewals: 0 }, store);
  try {
    const storeTime = await readAnnouncedAt(lease.key, store);
    if (storeTime === null) throw describeLoss();
    const keep = (): Promise<void> => keepLease(lease, store, clock);
    return await use({
      storeTime,
      keep,
      remove: async (key) => {
        await keep();
        await store.remove(key);
      },
    });
  } finally {
    // One that stays holds publishers up until its lease is over.
    await store.remove(lease.key).catch(() => {});
  }
}

interface Lease {
  readonly key: string;
  /** By this machine's clock, before the store had it. */
  start: number;
  renewals: number;
}

async function keepLease(lease: Lease, store: ObjectStore, clock: Clock): Promise<void> {
  if (clock.now() - lease.start > RENEWAL_MS) await renew(lease, store, clock);
  requireLease(lease, clock);
}

/** The object is written anew before the lease is over, or else everything is given up. */
async function renew(lease: Lease, store: ObjectStore, clock: Clock): Promise<void> {
  const start = clock.now();
  const current = await store.read(lease.key);
  if (current === null) throw describeLoss();
  lease.renewals += 1;
  const bytes = encodeJson({ renewals: lease.renewals });
  const condition = { kind: "etag", etag: current.etag } as const;
  if (!(await writeJsonIf({ key: lease.key, bytes, condition }, store))) throw describeLoss();
  requireLease(lease, clock);
  lease.start = start;
}

function requireLease({ start }: Lease, clock: Clock): void {
  if (clock.now() - start > USABLE_MS) throw describeLoss();
}

function describeLoss(): KanjoError {
  return new KanjoError("prune-too-slow", "prune was held up for so long that others went on", {
    hint: "Nothing that is needed was removed. Run the same command again.",
  });
}
