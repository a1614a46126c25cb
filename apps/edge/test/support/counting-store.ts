import type { ModelStore, StoredObject } from "../../src/model-store/model-store.ts";

/** Keeps the keys that were read, in order. */
export class CountingStore implements ModelStore {
  readonly keys: string[] = [];
  readonly #store: ModelStore;

  constructor(store: ModelStore) {
    this.#store = store;
  }

  read(key: string): Promise<StoredObject | null> {
    this.keys.push(key);
    return this.#store.read(key);
  }
}
