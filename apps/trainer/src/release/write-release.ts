import { copyFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { sha256 } from "@kanjo/shared/digest";
import { type ArtifactFile, type Manifest, parseManifest } from "@kanjo/shared/manifest";

/** Everything of the manifest but what is read off the files themselves. */
export type ManifestDraft = Omit<Manifest, "files" | "entrypoints" | "schemaVersion">;

export interface ReleaseFiles {
  /** ORT format. */
  readonly model: string;
  /** ONNX. */
  readonly master: string;
  readonly vocabulary: string;
  /** Compiled dictionary; null for a tokenizer that needs none. */
  readonly dictionary: string | null;
}

const RELEASE_NAMES = {
  model: "model.ort",
  master: "model.onnx",
  vocabulary: "vocab.txt",
  dictionary: "dictionary.kjd",
} as const;

const PARTS = ["model", "master", "vocabulary", "dictionary"] as const;

/** Copies the files beside a manifest with their sizes and digests; the folder is what `publish` takes. */
export async function writeRelease(
  releaseDir: string,
  sources: ReleaseFiles,
  draft: ManifestDraft,
): Promise<Manifest> {
  const files: ArtifactFile[] = [];
  const entrypoints: Partial<Record<(typeof PARTS)[number], string>> = {};
  for (const part of PARTS) {
    const [source, path] = [sources[part], RELEASE_NAMES[part]];
    if (source === null) continue;
    await copyFile(source, join(releaseDir, path));
    files.push(await describeFile(releaseDir, path));
    entrypoints[part] = path;
  }
  const text = `${JSON.stringify({ schemaVersion: 1, ...draft, files, entrypoints }, null, 2)}\n`;
  const manifest = parseManifest(text);
  await writeFile(join(releaseDir, "manifest.json"), text);
  return manifest;
}

async function describeFile(folder: string, path: string): Promise<ArtifactFile> {
  const bytes = new Uint8Array(await readFile(join(folder, path)));
  return { path, bytes: bytes.length, sha256: await sha256(bytes) };
}
