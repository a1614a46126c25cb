import type { ObjectStore, StoredObject } from "../src/object-store/object-store.ts";

export interface MemoryObjectStore extends ObjectStore {
  /** Keys in the order of successful writes. */
  readonly written: readonly string[];
  /** Puts an object in place without conditions. */
  put(key: string, bytes: Uint8Array<ArrayBuffer>): void;
  /** The nth write from now on fails once, before anything is stored. */
  failAtWrite(nth: number): void;
  /** Runs once, after the next write was asked for and before it is done. */
  beforeNextWrite(action: () => Promise<void>): void;
}

/** Object storage's rules for conditional writes, in memory. */
export function createMemoryObjectStore(): MemoryObjectStore {
  const objects = new Map<string, StoredObject>();
  const written: string[] = [];
  let states = 0;
  let writesUntilFailure = Number.POSITIVE_INFINITY;
  let interruption: (() => Promise<void>) | undefined;
  const put = (key: string, bytes: Uint8Array<ArrayBuffer>): void => {
    states += 1;
    objects.set(key, { bytes: bytes.slice(), etag: `"${states}"` });
  };
  return {
    description: "memory",
    written,
    put,
    failAtWrite(nth) {
      writesUntilFailure = nth;
    },
    beforeNextWrite(action) {
      interruption = action;
    },
    read: async (key) => objects.get(key) ?? null,
    size: async (key) => objects.get(key)?.bytes.length ?? null,
    write: async (key, bytes, _contentType, condition) => {
      const interrupt = interruption;
      interruption = undefined;
      await interrupt?.();
      writesUntilFailure -= 1;
      if (writesUntilFailure === 0) throw new Error("connection lost");
      const etag = objects.get(key)?.etag;
      const holds = condition.kind === "absent" ? etag === undefined : etag === condition.etag;
      if (!holds) return "condition-failed";
      put(key, new Uint8Array(bytes));
      written.push(key);
      return "written";
    },
  };
}
