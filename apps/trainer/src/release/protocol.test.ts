/**
 * Publishing, promoting, rolling back and pruning, held to a reference model
 * (test/protocol): whatever crashes, gets lost or comes in between, every pointer names
 * a release that is whole, and so is the one that it would roll back to; every command
 * does what it says, and completes what it was cut off from. What fails says its seed,
 * from which KANJO_PROTOCOL_SEED begins.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { createMemoryObjectStore } from "../../test/memory-object-store.ts";
import type { Command } from "../../test/protocol/commands.ts";
import type { Stage } from "../../test/protocol/play.ts";
import { openPrefixed } from "../../test/protocol/prefixed-store.ts";
import { writeReleaseFolders } from "../../test/protocol/release-folders.ts";
import {
  playConcurrently,
  playEveryFault,
  playEveryInterruption,
  playSequence,
  promoting,
  PRUNING,
  publishing,
  rollingBack,
} from "../../test/protocol/scenarios.ts";
import { type DevServer, startDevServer } from "../object-store/dev-server.ts";
import { readEmbeddedSettings } from "../object-store/embedded-settings.ts";
import { createS3ObjectStore } from "../object-store/s3-object-store.ts";

const TIMEOUT_MS = 180_000;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kanjo-protocol-"));
  await writeReleaseFolders(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function* countSeeds(runs: number): Generator<number> {
  const first = Number(process.env["KANJO_PROTOCOL_SEED"] ?? 1);
  for (let seed = first; seed < first + runs; seed += 1) yield seed;
}

describe("over a store in memory", () => {
  const stage = (): Stage => ({
    foldersDir: folder,
    openStore: createMemoryObjectStore,
    listing: "live",
  });

  test(
    "alone, each command does what the model says, to the last object",
    async () => {
      for (const seed of countSeeds(40)) {
        expect(await playSequence(seed, stage(), 40)).toBeGreaterThan(20);
      }
    },
    TIMEOUT_MS,
  );

  test(
    "beside each other, cut off and stalled, they harm nothing that is served",
    async () => {
      for (const seed of countSeeds(200)) {
        expect(await playConcurrently(seed, stage(), 5)).toBeGreaterThan(20);
      }
    },
    TIMEOUT_MS,
  );

  describe("one that hangs after any of its requests harms nothing while another runs", () => {
    test.each<[string, Command, Command, readonly Command[]]>([
      ["publish, while it is pruned", publishing("v6"), PRUNING, [publishing("t1")]],
      ["publish again, while it is pruned", publishing("v4"), PRUNING, [publishing("v4")]],
      ["publish, while others publish other content", publishing("v6"), publishing("v2-other"), []],
      ["promote, while it is pruned", promoting("v3"), PRUNING, []],
      ["promote --force, while it is pruned", promoting("v4", true), PRUNING, [publishing("v4")]],
      ["promote, while another is promoted", promoting("v3"), promoting("v1", true), []],
      ["promote, while it is rolled back", promoting("v3"), rollingBack(), []],
      ["rollback, while another is promoted", rollingBack(), promoting("v3"), []],
      ["rollback, while it is pruned", rollingBack(), PRUNING, []],
      ["prune, while it is published", PRUNING, publishing("v4"), [publishing("v4")]],
      ["prune, while it is promoted", PRUNING, promoting("v3"), []],
      ["prune, while it is rolled back", PRUNING, rollingBack(), []],
      ["prune, while it is pruned", PRUNING, PRUNING, [publishing("v4")]],
      ["verify, while it is pruned", { kind: "verify" }, PRUNING, [publishing("v4")]],
    ])(
      "%s",
      async (_, command, by, before) => {
        const ways = await playEveryInterruption(command, by, before, folder);
        expect(ways).toBeGreaterThan(10);
      },
      TIMEOUT_MS,
    );
  });

  describe("whatever happens to any of its requests, the same command completes it", () => {
    test.each<[string, Command, readonly Command[]]>([
      ["publish", publishing("v6"), []],
      ["promote", promoting("v3"), []],
      ["promote --force", promoting("v4", true), [publishing("v4")]],
      ["rollback --from", rollingBack("v2"), []],
      ["prune", PRUNING, [publishing("v4")]],
    ])(
      "%s",
      async (_, command, before) => {
        expect(await playEveryFault(command, before, folder)).toBeGreaterThan(10);
      },
      TIMEOUT_MS,
    );
  });
});

describe("over the local R2", () => {
  let server: DevServer;
  beforeAll(async () => {
    server = await startDevServer({ stateDir: join(folder, "state"), port: null });
  }, TIMEOUT_MS);
  afterAll(() => server?.stop());

  test(
    "beside each other and cut off, they harm nothing that is served",
    async () => {
      const store = createS3ObjectStore(await readEmbeddedSettings(server.url));
      for (const seed of countSeeds(4)) {
        const openStore = () => openPrefixed(store, `run-${seed}/`);
        const stage: Stage = {
          foldersDir: folder,
          openStore,
          listing: "page",
          storeNow: Date.now,
        };
        expect(await playConcurrently(seed, stage, 3)).toBeGreaterThan(20);
      }
    },
    TIMEOUT_MS,
  );
});
