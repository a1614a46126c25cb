import { classifyText } from "@kanjo/shared/classifier";
import { KanjoError } from "@kanjo/shared/error";
import type { Manifest } from "@kanjo/shared/manifest";
import type { ChannelPointer } from "@kanjo/shared/manifest/pointer";
import { loadTokenizer } from "@kanjo/shared/tokenizer/load";

import type { ModelStore } from "../model-store/model-store.ts";
import { createInt64Tensor, openSession } from "../runtime/session.ts";
import type { Model } from "./model.ts";
import { readEntrypoint, readManifest } from "./read-release.ts";

const INPUTS = ["input_ids", "attention_mask", "token_type_ids"];
const OUTPUT = "logits";

/**
 * Reads, verifies and opens the release that a pointer names.
 * @throws KanjoError naming the object or field that is wrong
 */
export async function loadModel(store: ModelStore, pointer: ChannelPointer): Promise<Model> {
  const manifest = await readManifest(store, pointer);
  requireTensors(manifest);
  const vocabulary = await readEntrypoint(store, manifest, "vocabulary");
  const tokenizer = loadTokenizer(manifest.tokenizer, new TextDecoder().decode(vocabulary));
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
