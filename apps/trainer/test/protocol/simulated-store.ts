/** A store as a process of the simulation sees it: every request is asked for, and its effects are observed. */
import { readFile } from "node:fs/promises";

import {
  type ListedObject,
  type ObjectStore,
  REMOVAL_DEADLINE_MS,
  type WriteOutcome,
} from "../../src/object-store/object-store.ts";

/** Waits for the scheduler; `perform` may be called twice, or never. */
export type Ask = <Value>(
  what: string,
  perform: () => Promise<Value>,
  limits?: Limits,
) => Promise<Value>;

export interface Limits {
  /** Milliseconds before it may be answered. */
  readonly pause?: number;
  /** Milliseconds after which it fails unanswered. */
  readonly deadline?: number;
}

/** Sees what the store does, in the order in which it does it. */
export interface Observer {
  onWrite(process: string, key: string, bytes: Uint8Array): void;
  onRemove(process: string, key: string): void;
  onRead(process: string, key: string, bytes: Uint8Array | null): void;
}

export interface SimulatedStoreOptions {
  readonly store: ObjectStore;
  /** `live`: others write between two keys of a list; `page`: a list is one request. */
  readonly listing: "live" | "page";
  readonly ask: Ask;
  readonly observer: Observer;
  /** Of the process. */
  readonly name: string;
}

/** No client waits for longer: some attempts of a minute each, and their pauses. */
const WRITE = { deadline: 30 * 60_000 };

export function createSimulatedStore(options: SimulatedStoreOptions): ObjectStore {
  const { store, listing, ask, observer, name } = options;
  const observeWrite = async (
    key: string,
    bytes: Uint8Array,
    write: () => Promise<WriteOutcome>,
  ): Promise<WriteOutcome> => {
    const outcome = await write();
    if (outcome === "written") observer.onWrite(name, key, bytes);
    return outcome;
  };
  return {
    description: store.description,
    read: (key) =>
      ask(`read ${key}`, async () => {
        const stored = await store.read(key);
        observer.onRead(name, key, stored?.bytes ?? null);
        return stored;
      }),
    stat: (key) => ask(`stat ${key}`, () => store.stat(key)),
    open: async (key) => {
      const opened = await ask(`open ${key}`, () => store.open(key));
      return opened && { bytes: opened.bytes, parts: askForParts(key, opened.parts, ask) };
    },
    list: (prefix) =>
      listing === "page" ? listPage(prefix, store, ask) : listLive(prefix, store, ask),
    write: (key, bytes, contentType, condition) =>
      ask(
        `write ${key}`,
        () => observeWrite(key, bytes, () => store.write(key, bytes, contentType, condition)),
        WRITE,
      ),
    writeFile: (key, file, onProgress) =>
      ask(
        `write ${key}`,
        async () => {
          const bytes = await readFile(file.path);
          return observeWrite(key, bytes, () => store.writeFile(key, file, onProgress));
        },
        WRITE,
      ),
    remove: (key) =>
      ask(
        `remove ${key}`,
        async () => {
          await store.remove(key);
          observer.onRemove(name, key);
        },
        { deadline: REMOVAL_DEADLINE_MS },
      ),
  };
}

/** An object that is removed or replaced while it is read cannot be read to its end. */
async function* askForParts(
  key: string,
  parts: AsyncIterable<Uint8Array>,
  ask: Ask,
): AsyncGenerator<Uint8Array> {
  const iterator = parts[Symbol.asyncIterator]();
  for (;;) {
    const part = await ask(`part ${key}`, () => iterator.next());
    if (part.done === true) return;
    yield part.value;
  }
}

async function* listPage(
  prefix: string,
  store: ObjectStore,
  ask: Ask,
): AsyncGenerator<ListedObject> {
  yield* await ask(`list ${prefix}`, () => collect(store.list(prefix)));
}

/** What is there all the time is listed, and what comes or goes meanwhile may be. */
async function* listLive(
  prefix: string,
  store: ObjectStore,
  ask: Ask,
): AsyncGenerator<ListedObject> {
  for (let last = ""; ;) {
    const next = await ask(`list ${prefix} after ${last}`, async () => {
      const objects = await collect(store.list(prefix));
      return objects.find(({ key }) => key > last) ?? null;
    });
    if (next === null) return;
    last = next.key;
    yield next;
  }
}

async function collect(listed: AsyncIterable<ListedObject>): Promise<readonly ListedObject[]> {
  const objects: ListedObject[] = [];
  for await (const object of listed) objects.push(object);
  return objects;
}
