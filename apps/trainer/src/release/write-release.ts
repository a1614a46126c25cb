/**
 * The release folder: what `publish` takes, laid out so that transformers.js and
 * transformers open it, too (`config.json`, `tokenizer_config.json`, `vocab.txt`,
 * `onnx/`). The manifest is written last.
 */
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import type { WeightFormat } from "@kanjo/shared/contract/job";
import { sha256 } from "@kanjo/shared/digest";
import {
  type ArtifactFile,
  type Manifest,
  MANIFEST_SCHEMA_VERSION,
  parseManifest,
} from "@kanjo/shared/manifest";

import type { CardFacts } from "../report/card/card-draft.ts";
import { renderModelCard } from "../report/card/render-model-card.ts";
import { writeAtomically } from "../write-atomically.ts";
import { formatHubTokenizerConfig } from "./hub-tokenizer-config.ts";

/** Everything of the manifest but what is read off the files themselves. */
export type ManifestDraft = Omit<Manifest, "files" | "entrypoints" | "schemaVersion">;

export interface ReleaseFiles {
  /** ORT format. */
  readonly model: string;
  /** ONNX. */
  readonly master: string;
  /** `config.json` of the model's architecture. */
  readonly config: string;
  readonly vocabulary: string;
  /** Compiled dictionary; null for a tokenizer that needs none. */
  readonly dictionary: string | null;
}

/** Where transformers.js looks for weights of each kind. */
const MASTER_PATHS: Readonly<Record<WeightFormat, string>> = {
  fp32: "onnx/model.onnx",
  int8: "onnx/model_quantized.onnx",
  int4: "onnx/model_q4.onnx",
};

/**
 * Copies the files, writes those that follow from the draft, and the manifest with sizes and digests of all.
 * @param facts for the model card, which the manifest does not hold
 */
export async function writeRelease(
  releaseDir: string,
  sources: ReleaseFiles,
  draft: ManifestDraft,
  facts: CardFacts = {},
): Promise<Manifest> {
  const entrypoints = nameEntrypoints(sources, draft);
  await copyInto(releaseDir, "config.json", sources.config);
  await copyInto(releaseDir, entrypoints.model, sources.model);
  await copyInto(releaseDir, entrypoints.master, sources.master);
  await copyInto(releaseDir, entrypoints.vocabulary, sources.vocabulary);
  if (sources.dictionary !== null) {
    await copyInto(releaseDir, DICTIONARY_PATH, sources.dictionary);
  }
  await writeFile(join(releaseDir, "tokenizer_config.json"), formatHubTokenizerConfig(draft));
  await writeFile(join(releaseDir, "README.md"), renderModelCard(draft, facts));
  const paths = [
    ...Object.values(entrypoints),
    "config.json",
    "tokenizer_config.json",
    "README.md",
  ];
  const files = await Promise.all(paths.map((path) => describeFile(releaseDir, path)));
  const manifest = { schemaVersion: MANIFEST_SCHEMA_VERSION, ...draft, files, entrypoints };
  return writeManifest(releaseDir, manifest);
}

const DICTIONARY_PATH = "dictionary.kjd";

function nameEntrypoints({ dictionary }: ReleaseFiles, { compression }: ManifestDraft) {
  return {
    model: "model.ort",
    master: MASTER_PATHS[compression.weights],
    vocabulary: "vocab.txt",
    ...(dictionary === null ? {} : { dictionary: DICTIONARY_PATH }),
  };
}

async function copyInto(releaseDir: string, path: string, source: string): Promise<void> {
  const target = join(releaseDir, path);
  await mkdir(dirname(target), { recursive: true });
  await copyFile(source, target);
}

async function writeManifest(releaseDir: string, manifest: object): Promise<Manifest> {
  const text = `${JSON.stringify(manifest, null, 2)}\n`;
  const parsed = parseManifest(text);
  await writeAtomically(join(releaseDir, "manifest.json"), new TextEncoder().encode(text));
  return parsed;
}

async function describeFile(folder: string, path: string): Promise<ArtifactFile> {
  const bytes = new Uint8Array(await readFile(join(folder, path)));
  return { path, bytes: bytes.length, sha256: await sha256(bytes) };
}
