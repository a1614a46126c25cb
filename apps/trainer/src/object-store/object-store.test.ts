/** One contract for all stores: the tests' own, S3 as we know it, and the R2 that is embedded. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, vi } from "vitest";

import { type LoopbackS3, startLoopbackS3 } from "../../test/loopback-s3.ts";
import { createMemoryObjectStore } from "../../test/memory-object-store.ts";
import { testObjectStore } from "../../test/object-store-contract.ts";
import { type DevServer, startDevServer } from "./dev-server.ts";
import { readEmbeddedSettings } from "./embedded-settings.ts";
import type { ObjectStore } from "./object-store.ts";
import { createS3ObjectStore } from "./s3-object-store.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

describe("the tests' own store", () => {
  const store = createMemoryObjectStore();
  testObjectStore(() => store);
});

describe("S3 in this process, with two objects a page", () => {
  let server: LoopbackS3;
  let store: ObjectStore;
  beforeAll(async () => {
    server = await startLoopbackS3(2);
    store = createS3ObjectStore(server.settings);
  });
  afterAll(() => server.stop());
  testObjectStore(() => store);
});

describe("wrangler's local R2 over S3", () => {
  let server: DevServer;
  let stateDir: string;
  let store: ObjectStore;
  beforeAll(async () => {
    stateDir = await mkdtemp(join(tmpdir(), "kanjo-r2-"));
    server = await startDevServer({ stateDir, port: null });
    store = createS3ObjectStore(await readEmbeddedSettings(server.url));
  });
  afterAll(async () => {
    await server.stop();
    await rm(stateDir, { recursive: true });
  });
  testObjectStore(() => store);
});
