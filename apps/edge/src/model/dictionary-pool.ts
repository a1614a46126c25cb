/**
 * The open dictionaries of an isolate, each opened once and kept for as long as a
 * model leases it. A dictionary is the largest file of a release and the one that
 * changes least, so a release takes over the one that the model before it uses.
 *
 * Two are open during a swap: that of the model that serves, and that of the
 * release that loads. A release that is refused gives its own back, and a model
 * after its last answer, so a third is there only while such answers run on.
 * Leases are counted because workerd may keep the target of a `WeakRef` for long.
 *
 * Loads of one digest at the same time share one read. workerd drops the I/O of a
 * request that is cancelled, and a read without it never ends, so one that has
 * taken `readLimitMs` is no longer waited for by others.
 */
import { KanjoError } from "@kanjo/shared/error";
import type { ArtifactFile } from "@kanjo/shared/manifest";
import { blobKey } from "@kanjo/shared/manifest/keys";
import { type Dictionary, openDictionary } from "@kanjo/shared/segmenter";

import type { ModelStore } from "../model-store/model-store.ts";
import { parseAt } from "./parse-at.ts";
import { readBlob } from "./read-object.ts";

/**
 * 16 MiB. With its tables and the rest of JavaScript that leaves onnxruntime 74 of the
 * 110 MiB that the isolate may take (memory-budget.ts).
 */
export const MAX_DICTIONARY_BYTES = 16 * 2 ** 20;

/** A dictionary that stays open until `release`, which is called once. */
export interface DictionaryLease {
  readonly dictionary: Dictionary;
  readonly release: () => void;
}

export interface DictionaryPoolOptions {
  readonly store: ModelStore;
  /** Nobody joins a read that has taken longer. */
  readonly readLimitMs: number;
  /** Milliseconds since any fixed moment. */
  readonly now: () => number;
}

interface Reading {
  readonly startedAtMs: number;
  readonly dictionary: Promise<Dictionary>;
}

interface Leased {
  readonly dictionary: Dictionary;
  readonly bytes: number;
  leases: number;
}

export class DictionaryPool {
  readonly #options: DictionaryPoolOptions;
  readonly #readings = new Map<string, Reading>();
  readonly #leased = new Map<string, Leased>();

  constructor(options: DictionaryPoolOptions) {
    this.#options = options;
  }

  /**
   * The dictionary in this file, verified.
   * @throws KanjoError `dictionary-too-large`, `dictionary-invalid`, `dictionary-version-unsupported`, and those of `copyBlob`
   */
  async lease(file: ArtifactFile): Promise<DictionaryLease> {
    const open = this.#leased.get(file.sha256)?.dictionary;
    return this.#lease(file, open ?? (await this.#joinReading(file)));
  }

  isOpen(sha256: string): boolean {
    return this.#leased.has(sha256);
  }

  /** Bytes of the files of all that are open. */
  get openBytes(): readonly number[] {
    return Array.from(this.#leased.values(), ({ bytes }) => bytes);
  }

  /** One that was opened meanwhile is leased instead of `dictionary`. */
  #lease({ sha256, bytes }: ArtifactFile, dictionary: Dictionary): DictionaryLease {
    const leased = this.#leased.get(sha256) ?? { dictionary, bytes, leases: 0 };
    leased.leases += 1;
    this.#leased.set(sha256, leased);
    const release = (): void => {
      leased.leases -= 1;
      if (leased.leases === 0) this.#leased.delete(sha256);
    };
    return { dictionary: leased.dictionary, release };
  }

  #joinReading(file: ArtifactFile): Promise<Dictionary> {
    const { now, readLimitMs } = this.#options;
    const reading = this.#readings.get(file.sha256);
    const isLive = reading !== undefined && now() - reading.startedAtMs < readLimitMs;
    return isLive ? reading.dictionary : this.#startReading(file);
  }

  async #startReading(file: ArtifactFile): Promise<Dictionary> {
    const { store, now } = this.#options;
    const reading = { startedAtMs: now(), dictionary: readDictionary(store, file) };
    this.#readings.set(file.sha256, reading);
    try {
      return await reading.dictionary;
    } finally {
      if (this.#readings.get(file.sha256) === reading) this.#readings.delete(file.sha256);
    }
  }
}

async function readDictionary(store: ModelStore, file: ArtifactFile): Promise<Dictionary> {
  requireRoom(file);
  const bytes = await readBlob(store, file);
  return parseAt(blobKey(file.sha256), () => openDictionary(bytes));
}

function requireRoom({ path, bytes, sha256 }: ArtifactFile): void {
  if (bytes <= MAX_DICTIONARY_BYTES) return;
  throw new KanjoError(
    "dictionary-too-large",
    `"${blobKey(sha256)}" (${path}) has ${bytes} bytes, at most ${MAX_DICTIONARY_BYTES} fit into the worker`,
    { hint: "Train with a smaller dictionary, such as unidic_lite." },
  );
}
