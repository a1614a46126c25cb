import { KanjoError } from "@kanjo/shared/error";

import type { ModelStore, StoredObject } from "./model-store.ts";

/** Reads with `GET /<key>` from a service binding, for instance workerd's disk service. */
export class FetcherModelStore implements ModelStore {
  readonly #fetcher: Pick<Fetcher, "fetch">;

  constructor(fetcher: Pick<Fetcher, "fetch">) {
    this.#fetcher = fetcher;
  }

  async read(key: string): Promise<StoredObject | null> {
    const response = await this.#fetcher.fetch(`http://model-store/${key}`);
    const { body, headers, ok, status } = response;
    if (ok && body !== null) return { bytes: readLength(headers), body };
    await body?.cancel();
    if (status === 404) return null;
    throw new KanjoError("store-unreadable", `GET "${key}": ${status}, expected 200 with a body`);
  }
}

function readLength(headers: Headers): number | null {
  const length = headers.get("content-length");
  return length === null ? null : Number(length);
}
