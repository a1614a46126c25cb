import { readFile } from "node:fs/promises";

import type {
  ObjectStore,
  StoredObject,
  WriteCondition,
  WriteOutcome,
} from "../src/object-store/object-store.ts";

export interface MemoryObjectStore extends ObjectStore {
  /** Keys in the order of successful writes. */
  readonly written: readonly string[];
  /** Keys in the order of removals. */
  readonly removed: readonly string[];
  /** Puts an object in place without conditions. */
  put(key: string, bytes: Uint8Array<ArrayBuffer>): void;
  /** The nth write from now on fails once, before anything is stored. */
  failAtWrite(nth: number): void;
  /** Runs once, after the next write was asked for and before it is done. */
  beforeNextWrite(action: () => Promise<void>): void;
}

/**
 * Object storage's rules for conditional writes, in memory.
 * @param now the store's clock, milliseconds
 */
export function createMemoryObjectStore(now: () => number = Date.now): MemoryObjectStore {
  const objects = new Map<string, StoredObject & { readonly modifiedAt: Date }>();
  const written: string[] = [];
  const removed: string[] = [];
  let states = 0;
  let writesUntilFailure = Number.POSITIVE_INFINITY;
  let interruption: (() => Promise<void>) | undefined;
  const put = (key: string, bytes: Uint8Array<ArrayBuffer>): void => {
    states += 1;
    objects.set(key, { bytes: bytes.slice(), etag: `"${states}"`, modifiedAt: new Date(now()) });
  };
  const write = async (
    key: string,
    bytes: Uint8Array,
    condition: WriteCondition,
  ): Promise<WriteOutcome> => {
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
  };
  return {
    description: "memory",
    written,
    removed,
    put,
    failAtWrite(nth) {
      writesUntilFailure = nth;
    },
    beforeNextWrite(action) {
      interruption = action;
    },
    read: async (key) => objects.get(key) ?? null,
    stat: async (key) => {
      const found = objects.get(key);
      return found ? { bytes: found.bytes.length, modifiedAt: found.modifiedAt } : null;
    },
    open: async (key) => {
      const found = objects.get(key);
      return found ? { bytes: found.bytes.length, parts: yieldOnce(found.bytes) } : null;
    },
    async *list(prefix) {
      const keys = [...objects.keys()].filter((key) => key.startsWith(prefix));
      for (const key of keys.toSorted()) {
        const found = objects.get(key);
        if (found) yield { key, bytes: found.bytes.length, modifiedAt: found.modifiedAt };
      }
    },
    write: (key, bytes, _contentType, condition) => write(key, bytes, condition),
    writeFile: async (key, file, onProgress) => {
      const outcome = await write(key, await readFile(file.path), { kind: "absent" });
      onProgress(file.bytes);
      return outcome;
    },
    remove: async (key) => {
      if (objects.delete(key)) removed.push(key);
    },
  };
}

async function* yieldOnce(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
