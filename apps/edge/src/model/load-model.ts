/**
 * From a pointer to a model that can be asked.
 *
 * The manifest says what else is to be read. Vocabulary, dictionary and model then
 * come at the same time: the model piece by piece to where onnxruntime will have its
 * weights, so that JavaScript never holds it.
 *
 * A release comes in beside the one that serves where both fit (memory-budget.ts).
 * Where they do not, its files are first read to nowhere, so that what is missing or
 * wrong is found while the old one serves; then that one leaves, onnxruntime starts
 * on an emptied heap, and the files are read again, to where they stay. The same
 * follows when the estimate was wrong and onnxruntime has no room.
 */
import { KanjoError } from "@kanjo/shared/error";
import { entrypointFile, type Manifest } from "@kanjo/shared/manifest";
import type { ChannelPointer } from "@kanjo/shared/manifest/pointer";

import { listModels, renewRuntimeWhenUnused } from "../runtime/runtime.ts";
import { MAX_HEAP_BYTES, readWasmBytes } from "../runtime/wasm-heap.ts";
import type { Cleanup } from "./cleanup.ts";
import { fitsBeside, type Limits, MAX_ISOLATE_BYTES } from "./memory-budget.ts";
import type { Model } from "./model.ts";
import { estimateHeapBytes, findDictionary, type ModelFiles, openRelease } from "./open-release.ts";
import { copyBlob } from "./read-object.ts";
import { readManifest } from "./read-release.ts";
import { requireTensors } from "./tensor-names.ts";

/** Where a model's files come from, and the memory that they may take. */
export interface ModelSource extends ModelFiles {
  readonly limits?: Limits;
}

/** The load's place among the models of the isolate. */
export interface LoadSite {
  /** Whether a model answers meanwhile. */
  readonly isServing: () => boolean;
  /** Lets the model that serves leave, after its last answer. */
  readonly makeRoom: () => Promise<void>;
  /** Gives back what the load has taken; of use when it is given up on. */
  readonly cleanup: Cleanup;
}

const DEFAULT_LIMITS: Limits = { heapBytes: MAX_HEAP_BYTES, isolateBytes: MAX_ISOLATE_BYTES };

/**
 * Reads, verifies and opens the release that a pointer names.
 * @throws KanjoError naming the object or field that is wrong
 */
export async function loadModel(
  source: ModelSource,
  pointer: ChannelPointer,
  site: LoadSite,
): Promise<Model> {
  const manifest = await readManifest(source.store, pointer);
  requireTensors(manifest);
  const release = { pointer, manifest };
  if (!site.isServing() || fitsBesideOpen(source, manifest)) {
    try {
      return await openRelease(source, release, site.cleanup);
    } catch (error) {
      if (!isOutOfMemory(error) || !site.isServing()) throw error;
    }
  }
  await verifyFiles(source, manifest);
  await site.makeRoom();
  renewRuntimeWhenUnused();
  return openRelease(source, release, site.cleanup);
}

function fitsBesideOpen({ dictionaries, limits }: ModelSource, manifest: Manifest): boolean {
  const dictionary = findDictionary(manifest);
  const isNew = dictionary !== null && !dictionaries.isOpen(dictionary.sha256);
  const next = {
    model: estimateHeapBytes(manifest),
    dictionaryBytes: isNew ? dictionary.bytes : null,
  };
  const open = {
    models: listModels(),
    dictionaryBytes: dictionaries.openBytes,
    heapBytes: readWasmBytes(),
  };
  return fitsBeside(next, open, limits ?? DEFAULT_LIMITS);
}

/** Reads what is not open yet, and keeps none of it. */
async function verifyFiles(
  { store, dictionaries }: ModelSource,
  manifest: Manifest,
): Promise<void> {
  const dictionary = findDictionary(manifest);
  const files = [entrypointFile(manifest, "vocabulary"), entrypointFile(manifest, "model")];
  if (dictionary !== null && !dictionaries.isOpen(dictionary.sha256)) files.push(dictionary);
  for (const file of files) await copyBlob(store, file, () => {});
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof KanjoError && error.code === "memory-exhausted";
}
