import { classifyEncoding, classifyText } from "@kanjo/shared/classifier";
import { type ArtifactFile, entrypointFile, type Manifest } from "@kanjo/shared/manifest";
import type { ChannelPointer } from "@kanjo/shared/manifest/pointer";
import type { Dictionary } from "@kanjo/shared/segmenter";
import type { Tokenizer } from "@kanjo/shared/tokenizer";
import { loadTokenizer } from "@kanjo/shared/tokenizer/load";

import type { ModelStore } from "../model-store/model-store.ts";
import { HeapBlock } from "../runtime/heap-block.ts";
import { startRuntime } from "../runtime/runtime.ts";
import { type ModelSession, openSession } from "../runtime/session.ts";
import type { Int64Tensor } from "../runtime/tensors.ts";
import { Cleanup } from "./cleanup.ts";
import type { DictionaryPool } from "./dictionary-pool.ts";
import { estimateModel } from "./memory-budget.ts";
import type { Model } from "./model.ts";
import { copyBlob, readBlob } from "./read-object.ts";
import { INPUTS, OUTPUT } from "./tensor-names.ts";

/** Where a model's files come from. */
export interface ModelFiles {
  readonly store: ModelStore;
  readonly dictionaries: DictionaryPool;
}

/** A release whose manifest has been read. */
export interface Release {
  readonly pointer: ChannelPointer;
  readonly manifest: Manifest;
}

/**
 * Reads, verifies and opens the files of a release, all at the same time.
 * @throws KanjoError naming the object that is wrong
 */
export async function openRelease(
  source: ModelFiles,
  { pointer, manifest }: Release,
  outer: Cleanup,
): Promise<Model> {
  const cleanup = new Cleanup();
  outer.add(() => cleanup.run());
  try {
    const [tokenizer, { session, block }] = await Promise.all([
      openTokenizer(source, manifest, cleanup),
      openModel(source, manifest, cleanup),
    ]);
    return createModel({ pointer, manifest, tokenizer, session, block, cleanup });
  } catch (error) {
    cleanup.run();
    throw error;
  }
}

async function openTokenizer(
  { store, dictionaries }: ModelFiles,
  manifest: Manifest,
  cleanup: Cleanup,
): Promise<Tokenizer> {
  const [vocabulary, dictionary] = await Promise.all([
    readBlob(store, entrypointFile(manifest, "vocabulary")),
    leaseDictionary(dictionaries, manifest, cleanup),
  ]);
  return loadTokenizer(manifest.tokenizer, {
    vocabulary: new TextDecoder().decode(vocabulary),
    dictionary,
  });
}

async function leaseDictionary(
  dictionaries: DictionaryPool,
  manifest: Manifest,
  cleanup: Cleanup,
): Promise<Dictionary | undefined> {
  const file = findDictionary(manifest);
  if (file === null) return undefined;
  const { dictionary, release } = await dictionaries.lease(file);
  cleanup.add(release);
  return dictionary;
}

export function findDictionary(manifest: Manifest): ArtifactFile | null {
  const isThere = manifest.entrypoints.dictionary !== undefined;
  return isThere ? entrypointFile(manifest, "dictionary") : null;
}

async function openModel(
  { store }: ModelFiles,
  manifest: Manifest,
  cleanup: Cleanup,
): Promise<{ readonly session: ModelSession; readonly block: HeapBlock }> {
  const file = entrypointFile(manifest, "model");
  const block = new HeapBlock(await startRuntime(), file.bytes, estimateHeapBytes(manifest));
  cleanup.add(() => block.free());
  await copyBlob(store, file, (offset, piece) => block.write(offset, piece));
  const session = openSession(block, { inputs: INPUTS, output: OUTPUT });
  cleanup.add(session.release);
  return { session, block };
}

interface OpenRelease extends Release {
  readonly tokenizer: Tokenizer;
  readonly session: ModelSession;
  readonly block: HeapBlock;
  readonly cleanup: Cleanup;
}

function createModel(open: OpenRelease): Model {
  const { pointer, manifest, tokenizer, session, block, cleanup } = open;
  const parts = {
    session: {
      run: async (feeds: Readonly<Record<string, Int64Tensor>>) => ({
        [OUTPUT]: { data: session.run(feeds) },
      }),
    },
    createTensor: (data: BigInt64Array, dims: readonly number[]): Int64Tensor => ({ data, dims }),
    tokenizer,
    labels: manifest.labels,
    maxTokens: manifest.maxTokens,
  };
  return {
    name: manifest.name,
    version: manifest.version,
    manifestSha256: pointer.manifestSha256,
    manifest,
    tokenizer,
    classify: (text) => classifyText(text, parts),
    classifyEncoding: (encoding) => classifyEncoding(encoding, parts),
    isBroken: () => block.runtime.isBroken,
    release: async () => cleanup.run(),
  };
}

/** What the model takes of onnxruntime's heap once it is open, in bytes. */
export function estimateHeapBytes(manifest: Manifest): number {
  return estimateModel(entrypointFile(manifest, "model").bytes, manifest.compression.weights);
}
