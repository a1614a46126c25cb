import { classifyText } from "@kanjo/shared/classifier";
import { KanjoError } from "@kanjo/shared/error";
import { entrypointFile, type Manifest } from "@kanjo/shared/manifest";
import type { ChannelPointer } from "@kanjo/shared/manifest/pointer";
import type { Tokenizer } from "@kanjo/shared/tokenizer";
import { loadTokenizer } from "@kanjo/shared/tokenizer/load";

import type { ModelStore } from "../model-store/model-store.ts";
import { type ModelSession, createInt64Tensor, openSession } from "../runtime/session.ts";
import type { DictionaryLease, DictionaryPool } from "./dictionary-pool.ts";
import type { Model } from "./model.ts";
import { readEntrypoint, readManifest } from "./read-release.ts";

const INPUTS = ["input_ids", "attention_mask", "token_type_ids"];
const OUTPUT = "logits";

/** Where a model's files come from. */
export interface ModelSource {
  readonly store: ModelStore;
  readonly dictionaries: DictionaryPool;
}

/**
 * Reads, verifies and opens the release that a pointer names. The dictionary is
 * leased after everything else is read, so that no read that never ends holds it.
 * @throws KanjoError naming the object or field that is wrong
 */
export async function loadModel(source: ModelSource, pointer: ChannelPointer): Promise<Model> {
  const { store, dictionaries } = source;
  const manifest = await readManifest(store, pointer);
  requireTensors(manifest);
  const vocabulary = new TextDecoder().decode(await readEntrypoint(store, manifest, "vocabulary"));
  const model = await readEntrypoint(store, manifest, "model");
  const lease = await leaseDictionary(dictionaries, manifest);
  try {
    const dictionary = lease?.dictionary;
    const tokenizer = loadTokenizer(manifest.tokenizer, { vocabulary, dictionary });
    return createModel(pointer, { manifest, tokenizer, lease, session: await openSession(model) });
  } catch (error) {
    lease?.release();
    throw error;
  }
}

async function leaseDictionary(
  dictionaries: DictionaryPool,
  manifest: Manifest,
): Promise<DictionaryLease | null> {
  if (manifest.entrypoints.dictionary === undefined) return null;
  return dictionaries.lease(entrypointFile(manifest, "dictionary"));
}

interface ModelParts {
  readonly manifest: Manifest;
  readonly tokenizer: Tokenizer;
  readonly session: ModelSession;
  readonly lease: DictionaryLease | null;
}

function createModel(pointer: ChannelPointer, open: ModelParts): Model {
  const { manifest, tokenizer, session, lease } = open;
  const parts = {
    session,
    createTensor: createInt64Tensor,
    tokenizer,
    labels: manifest.labels,
    maxTokens: manifest.maxTokens,
  };
  return {
    name: manifest.name,
    version: manifest.version,
    manifestSha256: pointer.manifestSha256,
    classify: (text) => classifyText(text, parts),
    release: async () => {
      lease?.release();
      await session.release();
    },
  };
}

function requireTensors(manifest: Manifest): void {
  const inputs = manifest.inputs.map((input) => input.name);
  if (inputs.length !== INPUTS.length || INPUTS.some((name) => !inputs.includes(name))) {
    throw incompatible(manifest, `inputs are ${inputs.join(", ")}, expected ${INPUTS.join(", ")}`);
  }
  if (!manifest.outputs.some((output) => output.name === OUTPUT)) {
    throw incompatible(manifest, `outputs lack ${OUTPUT}`);
  }
}

function incompatible(manifest: Manifest, found: string): KanjoError {
  return new KanjoError(
    "manifest-invalid",
    `manifest of ${manifest.name}/${manifest.version}: ${found}`,
    { hint: "Export a BERT sequence classifier with these names." },
  );
}
