import { vi } from "vitest";

import { createMemoryObjectStore, type MemoryObjectStore } from "./memory-object-store.ts";
import { type S3Server, startS3Server } from "./s3-server.ts";

export interface CommandStore {
  readonly store: MemoryObjectStore;
  readonly server: S3Server;
  stop(): Promise<void>;
}

/** A store in memory that commands find over S3, as the environment names it. */
export async function openCommandStore(): Promise<CommandStore> {
  const store = createMemoryObjectStore();
  const server = await startS3Server(store, "kanjo");
  vi.stubEnv("S3_ENDPOINT", server.endpoint);
  vi.stubEnv("S3_BUCKET", "kanjo");
  vi.stubEnv("S3_ACCESS_KEY_ID", "id");
  vi.stubEnv("S3_SECRET_ACCESS_KEY", "secret");
  return {
    store,
    server,
    stop: async () => {
      vi.unstubAllEnvs();
      await server.stop();
    },
  };
}
