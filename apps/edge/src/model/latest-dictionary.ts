/**
 * The dictionary that an isolate opened last. It is the largest file of a release
 * and the one that changes least, so a release that names the same digest takes
 * the one that is open. An older one lives on as long as its model does.
 */
import { KanjoError } from "@kanjo/shared/error";
import type { ArtifactFile } from "@kanjo/shared/manifest";
import { blobKey } from "@kanjo/shared/manifest/keys";
import { type Dictionary, openDictionary } from "@kanjo/shared/segmenter";

import type { ModelStore } from "../model-store/model-store.ts";
import { parseAt } from "./parse-at.ts";
import { readVerified } from "./read-object.ts";

/**
 * 16 MiB. Of the isolate's 128 MB onnxruntime's heap may take 84; while releases
 * with different dictionaries swap, two of this size, each with 3 MiB of caches,
 * still fit beside it.
 */
export const MAX_DICTIONARY_BYTES = 16 * 2 ** 20;

export class LatestDictionary {
  readonly #store: ModelStore;
  #latest: { readonly sha256: string; readonly dictionary: Dictionary } | null = null;

  constructor(store: ModelStore) {
    this.#store = store;
  }

  /**
   * The dictionary in this file, verified.
   * @throws KanjoError `dictionary-too-large`, `dictionary-invalid`, `dictionary-version-unsupported`, and those of `readVerified`
   */
  async open(file: ArtifactFile): Promise<Dictionary> {
    if (this.#latest?.sha256 === file.sha256) return this.#latest.dictionary;
    requireRoom(file);
    const key = blobKey(file.sha256);
    const bytes = await readVerified(this.#store, key, file);
    const dictionary = parseAt(key, () => openDictionary(bytes));
    this.#latest = { sha256: file.sha256, dictionary };
    return dictionary;
  }
}

function requireRoom({ path, bytes, sha256 }: ArtifactFile): void {
  if (bytes <= MAX_DICTIONARY_BYTES) return;
  throw new KanjoError(
    "dictionary-too-large",
    `"${blobKey(sha256)}" (${path}) has ${bytes} bytes, at most ${MAX_DICTIONARY_BYTES} fit into the worker`,
    { hint: "Train with a smaller dictionary, such as unidic_lite." },
  );
}
