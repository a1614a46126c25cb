import type { ModelStore, StoredObject } from "./model-store.ts";

/** Reads from an R2 binding. */
export class R2ModelStore implements ModelStore {
  readonly #bucket: R2Bucket;

  constructor(bucket: R2Bucket) {
    this.#bucket = bucket;
  }

  async read(key: string): Promise<StoredObject | null> {
    const object = await this.#bucket.get(key);
    return object === null ? null : { bytes: object.size, body: object.body };
  }
}
