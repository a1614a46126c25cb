/** A store in memory, a clock that a test moves, and release folders to publish. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Manifest } from "@kanjo/shared/manifest";
import { type ChannelPointer, parseChannelPointer } from "@kanjo/shared/manifest/pointer";
import { channelKey } from "@kanjo/shared/manifest/keys";

import { promote, type Promoted, type Promotion } from "../src/release/promote.ts";
import { publish, type Published } from "../src/release/publish.ts";
import type { ManifestDraft } from "../src/release/write-release.ts";
import { createFakeClock, type FakeClock } from "./fake-clock.ts";
import { createMemoryObjectStore, type MemoryObjectStore } from "./memory-object-store.ts";
import { makeMetrics, writeReleaseFolder } from "./release-folder.ts";

export interface ReleaseBench {
  readonly folder: string;
  readonly store: MemoryObjectStore;
  readonly clock: FakeClock;
  /** How often somebody began to wait for a sweep. */
  readonly waits: { count: number };
  /** Writes a release folder with this accuracy on the test split. */
  write(version: string, options?: WriteOptions): Promise<string>;
  publish(
    releaseDir: string,
    onProgress?: (done: number, total: number) => void,
  ): Promise<Published>;
  promote(version: string, options?: Partial<Promotion>): Promise<Promoted>;
  /** Writes, publishes and promotes. */
  release(version: string, options?: WriteOptions): Promise<Promoted>;
  readPointer(channel?: string): Promise<ChannelPointer | null>;
  /** Keys that begin so. */
  listKeys(prefix?: string): Promise<readonly string[]>;
  remove(): Promise<void>;
}

interface WriteOptions extends Partial<ManifestDraft> {
  readonly accuracy?: number;
  readonly minAccuracy?: Manifest["gates"]["minAccuracy"];
  /** Two of the same have the same bytes. */
  readonly model?: string;
}

export async function openReleaseBench(): Promise<ReleaseBench> {
  const folder = await mkdtemp(join(tmpdir(), "kanjo-release-"));
  const clock = createFakeClock();
  const store = createMemoryObjectStore(() => clock.now());
  const waits = { count: 0 };
  const onWait = (): void => {
    waits.count += 1;
  };
  const write: ReleaseBench["write"] = async (version, options = {}) => {
    const { accuracy = 0.9, minAccuracy = null, model = version, ...changes } = options;
    const gates = { minAccuracy, minMacroF1: null, maxCalibrationError: null, margin: 0.01 };
    const metrics = { test: makeMetrics(accuracy) };
    const releaseDir = await mkdtemp(join(folder, "release-"));
    return writeReleaseFolder(releaseDir, { version, gates, metrics, ...changes }, { model });
  };
  const bench: ReleaseBench = {
    folder,
    store,
    clock,
    waits,
    write,
    publish: (releaseDir, onProgress = () => {}) =>
      publish(releaseDir, { store, clock, onWait, onProgress }),
    promote: (version, options = {}) => {
      const promotion = { name: "sentiment", version, channel: "production" };
      const how = { percent: null, force: false };
      return promote({ ...promotion, ...how, ...options }, { store, clock, onWait });
    },
    release: async (version, options) => {
      await bench.publish(await write(version, options));
      return bench.promote(version);
    },
    readPointer: async (channel = "production") => {
      const stored = await store.read(channelKey("sentiment", channel));
      return stored && parseChannelPointer(new TextDecoder().decode(stored.bytes));
    },
    listKeys: async (prefix = "") => {
      const keys: string[] = [];
      for await (const { key } of store.list(prefix)) keys.push(key);
      return keys;
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
  return bench;
}
