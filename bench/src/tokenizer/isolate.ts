/** The tokenizer alone under `workerd serve`, and what its isolate holds. */
import { copyFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

import { readIsolateMemory } from "../worker/isolate-memory.ts";
import { type RunningWorkerd, startWorkerd } from "../worker/workerd.ts";
import type { Artifact } from "./artifact.ts";
import { readTextFile, type TextFile } from "./texts.ts";
import type { VocabularyFile } from "./vocabulary.ts";

const SENTENCES_A_REQUEST = 100;
const COLLECTIONS = 4;
const entry = fileURLToPath(new URL("../../worker/tokenizer-entry.ts", import.meta.url));

/** Bytes of the whole isolate. */
export interface IsolateMemory {
  /** After all texts, before a collection. */
  readonly used: { readonly heap: number; readonly buffers: number };
  /** After a collection. */
  readonly kept: { readonly heap: number; readonly buffers: number };
}

/** Encodes all texts in workerd. @throws KanjoError `workerd-failed` */
export async function measureIsolate(
  artifact: Artifact,
  vocabulary: VocabularyFile,
  texts: TextFile,
  folder: string,
): Promise<IsolateMemory> {
  const [bundleDir, filesDir] = [join(folder, "bundle"), join(folder, "files")];
  await mkdir(filesDir, { recursive: true });
  await copyFile(artifact.path, join(filesDir, "dictionary.kjd"));
  await copyFile(vocabulary.path, join(filesDir, "vocab.txt"));
  await bundle(bundleDir);
  const server = await startWorkerd(bundleDir, filesDir, {}, ["--expose-gc"]);
  try {
    await encodeAll(server, readTextFile(texts.path));
    const used = await readIsolateMemory(server.inspectorPort);
    await collect(server);
    return { used, kept: await readIsolateMemory(server.inspectorPort) };
  } finally {
    await server.stop();
  }
}

async function bundle(outDir: string): Promise<void> {
  await build({
    entryPoints: { entry },
    outdir: outDir,
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2024",
    conditions: ["workerd", "worker", "browser"],
    external: ["cloudflare:workers"],
  });
}

async function encodeAll(server: RunningWorkerd, sentences: readonly string[]): Promise<void> {
  for (let from = 0; from < sentences.length; from += SENTENCES_A_REQUEST) {
    const body = sentences.slice(from, from + SENTENCES_A_REQUEST).join("\n");
    await post(`${server.url}/encode`, body);
  }
}

async function collect(server: RunningWorkerd): Promise<void> {
  for (let round = 0; round < COLLECTIONS; round += 1) {
    const { collected }: { collected: boolean } = JSON.parse(
      await post(`${server.url}/collect`, ""),
    );
    if (!collected) throw new Error("workerd has no gc(), in spite of --expose-gc");
  }
}

async function post(url: string, body: string): Promise<string> {
  const response = await fetch(url, { method: "POST", body });
  const text = await response.text();
  if (!response.ok) throw new Error(`the worker answered ${response.status}: ${text}`);
  return text;
}
