import { open } from "node:fs/promises";
import { join } from "node:path";

import type { ModelStore, StoredObject } from "../src/model-store/model-store.ts";
import { toByteStream } from "./byte-stream.ts";

/** Reads from a folder that is laid out as object storage is: an object's key is its path. */
export class FolderModelStore implements ModelStore {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async read(key: string): Promise<StoredObject | null> {
    const file = await open(join(this.#folder, key)).catch(toNullIfMissing);
    if (file === null) return null;
    try {
      const { size } = await file.stat();
      return { bytes: size, body: toByteStream(file.createReadStream()) };
    } catch (error) {
      await file.close();
      throw error;
    }
  }
}

function toNullIfMissing(error: NodeJS.ErrnoException): null {
  if (error.code === "ENOENT") return null;
  throw error;
}
