import { KanjoError } from "@kanjo/shared/error";

import type { ModelStore } from "./model-store.ts";

/** Reads with `GET /<key>` from a service binding, for instance workerd's disk service. */
export class FetcherModelStore implements ModelStore {
  readonly #fetcher: Pick<Fetcher, "fetch">;

  constructor(fetcher: Pick<Fetcher, "fetch">) {
    this.#fetcher = fetcher;
  }

  async read(key: string): Promise<Uint8Array<ArrayBuffer> | null> {
    const response = await this.#fetcher.fetch(`http://model-store/${key}`);
    if (response.ok) return new Uint8Array(await response.arrayBuffer());
    await response.body?.cancel();
    if (response.status === 404) return null;
    throw new KanjoError("store-unreadable", `GET "${key}": ${response.status}, expected 200`);
  }
}
