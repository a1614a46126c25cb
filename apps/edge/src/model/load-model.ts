import { classifyText } from "@kanjo/shared/classifier";
import { KanjoError } from "@kanjo/shared/error";
import { entrypointFile, type Manifest } from "@kanjo/shared/manifest";
import type { ChannelPointer } from "@kanjo/shared/manifest/pointer";
import type { Tokenizer } from "@kanjo/shared/tokenizer";
import { loadTokenizer } from "@kanjo/shared/tokenizer/load";

import type { ModelStore } from "../model-store/model-store.ts";
import { createInt64Tensor, openSession } from "../runtime/session.ts";
import type { LatestDictionary } from "./latest-dictionary.ts";
import type { Model } from "./model.ts";
import { readEntrypoint, readManifest } from "./read-release.ts";

const INPUTS = ["input_ids", "attention_mask", "token_type_ids"];
const OUTPUT = "logits";

/** Where a model's files come from. */
export interface ModelSource {
  readonly store: ModelStore;
  readonly dictionaries: LatestDictionary;
}

/**
 * Reads, verifies and opens the release that a pointer names.
 * @throws KanjoError naming the object or field that is wrong
 */
export async function loadModel(source: ModelSource, pointer: ChannelPointer): Promise<Model> {
  const { store } = source;
  const manifest = await readManifest(store, pointer);
  requireTensors(manifest);
  const tokenizer = await openTokenizer(source, manifest);
  const session = await openSession(await readEntrypoint(store, manifest, "model"));
  const parts = {
    session,
    createTensor: createInt64Tensor,
    tokenizer,
    labels: manifest.labels,
    maxTokens: manifest.maxTokens,
    temperature: manifest.calibration.temperature,
  };
  return {
    name: manifest.name,
    version: manifest.version,
    manifestSha256: pointer.manifestSha256,
    classify: (text) => classifyText(text, parts),
    release: session.release,
  };
}

async function openTokenizer(
  { store, dictionaries }: ModelSource,
  manifest: Manifest,
): Promise<Tokenizer> {
  const bytes = await readEntrypoint(store, manifest, "vocabulary");
  const vocabulary = new TextDecoder().decode(bytes);
  if (manifest.entrypoints.dictionary === undefined) {
    return loadTokenizer(manifest.tokenizer, { vocabulary });
  }
  const dictionary = await dictionaries.open(entrypointFile(manifest, "dictionary"));
  return loadTokenizer(manifest.tokenizer, { vocabulary, dictionary });
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
