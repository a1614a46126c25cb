/** Claims and sweeps, each side held to what the other relies on. */
import { beforeEach, describe, expect, test } from "vitest";

import { createFakeClock, type FakeClock } from "../../test/fake-clock.ts";
import { intercept } from "../../test/intercept.ts";
import { createMemoryObjectStore, type MemoryObjectStore } from "../../test/memory-object-store.ts";
import {
  type Claim,
  CLAIM_LIFETIME_MS,
  type ClaimContext,
  CLAIMS_PREFIX,
  listClaims,
  listDeadSweeps,
  SWEEP_LEASE_MS,
  SWEEPS_PREFIX,
  withClaim,
} from "./claim.ts";
import { withSweep } from "./sweep.ts";

const CLAIM: Claim = { name: "sentiment", version: "v1", blobs: ["a".repeat(64)] };
const HOUR_MS = 3_600_000;
const SWEEP = `${SWEEPS_PREFIX}a.json`;

let clock: FakeClock;
let store: MemoryObjectStore;
let waits: number;
let context: ClaimContext;
beforeEach(() => {
  clock = createFakeClock();
  store = createMemoryObjectStore(() => clock.now());
  waits = 0;
  context = {
    store,
    clock,
    onWait: () => {
      waits += 1;
    },
  };
});

async function listKeys(prefix: string): Promise<readonly string[]> {
  const keys: string[] = [];
  for await (const { key } of store.list(prefix)) keys.push(key);
  return keys;
}

function put(key: string, value: unknown): void {
  store.put(key, new TextEncoder().encode(JSON.stringify(value)));
}

describe("a claim", () => {
  test("is there while it is used, and gone afterwards", async () => {
    const claims = await withClaim(CLAIM, context, () => listClaims(store, clock.now()));
    expect(claims).toEqual({ held: [CLAIM], abandoned: [] });
    expect(await listKeys("")).toEqual([]);
    expect(waits).toBe(0);
  });

  test("is gone after a failure, too", async () => {
    const failing = withClaim(CLAIM, context, () => Promise.reject(new Error("no")));
    await expect(failing).rejects.toThrow("no");
    expect(await listKeys("")).toEqual([]);
  });

  test("waits for the end of a sweep, and says so once", async () => {
    put(SWEEP, {});
    let pauses = 0;
    const counting = {
      now: () => clock.now(),
      pause: async (milliseconds: number) => {
        pauses += 1;
        if (pauses === 3) await store.remove(SWEEP);
        await clock.pause(milliseconds);
      },
    };
    await withClaim(CLAIM, { ...context, clock: counting }, async () => {});
    expect({ pauses, waits }).toEqual({ pauses: 3, waits: 1 });
  });

  test("waits for a sweep that was killed until its lease is over, and no longer", async () => {
    const start = clock.now();
    put(SWEEP, {});
    await withClaim(CLAIM, context, async () => {});
    const waited = clock.now() - start;
    expect(waited).toBeGreaterThan(SWEEP_LEASE_MS);
    expect(waited).toBeLessThan(SWEEP_LEASE_MS + 5_000);
  });

  test("does so by the store's clock, whatever its own says", async () => {
    put(SWEEP, {});
    const ahead = {
      now: () => clock.now() + 400 * 24 * HOUR_MS,
      pause: (milliseconds: number) => clock.pause(milliseconds),
    };
    await withClaim(CLAIM, { ...context, clock: ahead }, async () => {});
    expect(waits).toBe(1);
  });

  test("is relied on for less than its lifetime", async () => {
    const use = withClaim(CLAIM, context, async ({ requireHeld }) => {
      clock.advance(CLAIM_LIFETIME_MS - 2 * HOUR_MS);
      requireHeld();
      clock.advance(HOUR_MS + 1);
      requireHeld();
    });
    await expect(use).rejects.toMatchObject({ code: "claim-lost" });
  });

  test("that somebody removed before it was looked at is lost", async () => {
    intercept(store, (original) => ({
      stat: async (key) => {
        await store.remove(key);
        return original.stat(key);
      },
    }));
    const use = withClaim(CLAIM, context, async () => {});
    await expect(use).rejects.toMatchObject({ code: "claim-lost" });
  });
});

describe("claims are listed", () => {
  test("as held until their lifetime is over, and as abandoned then", async () => {
    const key = `${CLAIMS_PREFIX}a.json`;
    put(key, CLAIM);
    clock.advance(CLAIM_LIFETIME_MS);
    expect(await listClaims(store, clock.now())).toEqual({ held: [CLAIM], abandoned: [] });
    clock.advance(1);
    expect(await listClaims(store, clock.now())).toEqual({ held: [], abandoned: [key] });
  });

  test.each([
    ["no JSON", "?"],
    ["no claim", JSON.stringify({ models: ["sentiment"] })],
  ])("and not guessed at: %s", async (_, text) => {
    store.put(`${CLAIMS_PREFIX}a.json`, new TextEncoder().encode(text));
    await expect(listClaims(store, clock.now())).rejects.toMatchObject({ code: "claim-invalid" });
  });

  test("without one whose publisher finishes meanwhile", async () => {
    put(`${CLAIMS_PREFIX}a.json`, CLAIM);
    intercept(store, (original) => ({
      read: async (key) => {
        await store.remove(key);
        return original.read(key);
      },
    }));
    expect(await listClaims(store, clock.now())).toEqual({ held: [], abandoned: [] });
  });
});

describe("a sweep", () => {
  test("is there while it lasts, and gone afterwards", async () => {
    await withSweep({ store, clock }, async ({ storeTime }) => {
      expect(await listKeys(SWEEPS_PREFIX)).toHaveLength(1);
      expect(storeTime).toBe(clock.now());
    });
    expect(await listKeys("")).toEqual([]);
  });

  test("is renewed under the same key as long as it goes on", async () => {
    await withSweep({ store, clock }, async ({ keep, remove }) => {
      const keys = await listKeys(SWEEPS_PREFIX);
      for (let minute = 0; minute < 60; minute += 1) {
        clock.advance(60_000);
        await (minute % 2 === 0 ? keep() : remove("nothing"));
        expect(await listKeys(SWEEPS_PREFIX)).toEqual(keys);
        expect(await listDeadSweeps(store, clock.now())).toEqual([]);
      }
    });
  });

  test("that was held up for too long removes nothing any more", async () => {
    put("blobs/a", {});
    const sweeping = withSweep({ store, clock }, async ({ remove }) => {
      clock.advance(SWEEP_LEASE_MS);
      await remove("blobs/a");
    });
    await expect(sweeping).rejects.toMatchObject({ code: "prune-too-slow" });
    expect(await listKeys("")).toEqual(["blobs/a"]);
  });

  test("whose renewal takes too long removes nothing any more", async () => {
    put("blobs/a", {});
    const sweeping = withSweep({ store, clock }, async ({ remove }) => {
      clock.advance(SWEEP_LEASE_MS / 2);
      intercept(store, (original) => ({
        write: async (...args) => {
          clock.advance(SWEEP_LEASE_MS / 2);
          return original.write(...args);
        },
      }));
      await remove("blobs/a");
    });
    await expect(sweeping).rejects.toMatchObject({ code: "prune-too-slow" });
    expect(await listKeys("")).toEqual(["blobs/a"]);
  });

  test("that somebody removed removes nothing any more", async () => {
    const sweeping = withSweep({ store, clock }, async ({ keep }) => {
      for (const key of await listKeys(SWEEPS_PREFIX)) await store.remove(key);
      clock.advance(60_000);
      await keep();
    });
    await expect(sweeping).rejects.toMatchObject({ code: "prune-too-slow" });
  });

  test("that was cleared away before it was looked at never begins", async () => {
    intercept(store, (original) => ({
      stat: async (key) => {
        await store.remove(key);
        return original.stat(key);
      },
    }));
    const sweeping = withSweep({ store, clock }, async () => {});
    await expect(sweeping).rejects.toMatchObject({ code: "prune-too-slow" });
  });

  test("is dead for those who clean up only when it is for those who publish", async () => {
    put(SWEEP, {});
    const start = clock.now();
    await withClaim(CLAIM, context, async () => {
      expect(await listDeadSweeps(store, start + SWEEP_LEASE_MS)).toEqual([]);
      expect(await listDeadSweeps(store, clock.now())).toEqual([SWEEP]);
    });
  });
});
