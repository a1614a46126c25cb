import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { KanjoError } from "@kanjo/shared/error";
import { entrypointFile, type Manifest, parseManifest } from "@kanjo/shared/manifest";

import { chooseWeights } from "../hub/choose-weights.ts";
import { readListedFile, readReleaseFile } from "../release/read-release-file.ts";
import { parseBertConfig } from "./bert-config.ts";
import type { InheritedTokenizer } from "./inherited-tokenizer.ts";
import { openModelFolder } from "./model-folder.ts";

/** A trained classifier that a student learns from. */
export interface Teacher {
  /** `model.safetensors` and `config.json` of its best epoch. */
  readonly checkpointDir: string;
  /** Label of each logit. */
  readonly labels: readonly string[];
  readonly tokenizer: InheritedTokenizer;
}

/**
 * The teacher that was trained in a run folder.
 * @throws KanjoError `teacher-invalid` when the training is not finished, `release-invalid` when its files are damaged
 */
export async function readTeacher(runDir: string): Promise<Teacher> {
  const checkpointDir = join(runDir, "engine", "checkpoint");
  const releaseDir = join(runDir, "release");
  const [manifest, config] = await Promise.all([
    readReleaseFile(releaseDir, "manifest.json").then((bytes) => parseManifest(decode(bytes))),
    readFile(join(checkpointDir, "config.json"), "utf8"),
    chooseWeights(openModelFolder(checkpointDir, checkpointDir), false),
  ]).catch((cause: unknown) => {
    throw describeUnfinished(runDir, cause);
  });
  const { maxPositions } = parseBertConfig(checkpointDir, config);
  const tokenizer = { ...(await readTokenizer(runDir, releaseDir, manifest)), maxPositions };
  return { checkpointDir, labels: manifest.labels, tokenizer };
}

async function readTokenizer(
  runDir: string,
  releaseDir: string,
  manifest: Manifest,
): Promise<Omit<InheritedTokenizer, "maxPositions">> {
  // The checkpoint knows the vocabulary as it was before it was trimmed for the release.
  const vocabulary =
    manifest.compression.vocabulary === null
      ? await readListedFile(releaseDir, entrypointFile(manifest, "vocabulary"))
      : await readFile(join(runDir, "data", "vocab.txt"));
  return {
    config: manifest.tokenizer,
    vocabulary: decode(vocabulary),
    dictionaryFile: await findDictionary(releaseDir, manifest),
  };
}

async function findDictionary(releaseDir: string, manifest: Manifest): Promise<string | null> {
  if (manifest.entrypoints.dictionary === undefined) return null;
  const file = entrypointFile(manifest, "dictionary");
  await readListedFile(releaseDir, file);
  return join(releaseDir, file.path);
}

function describeUnfinished(runDir: string, cause: unknown): unknown {
  const isMissing = cause instanceof Error && "code" in cause && cause.code === "ENOENT";
  if (!isMissing && !(cause instanceof KanjoError)) return cause;
  const reason = isMissing ? "there is no engine/checkpoint/config.json" : cause.message;
  return new KanjoError("teacher-invalid", `${runDir} is no finished training: ${reason}`, {
    hint: "Give the run folder of a trained classifier: runs/<version>.",
    cause,
  });
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
