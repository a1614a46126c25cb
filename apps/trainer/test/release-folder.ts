import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { SplitMetrics } from "@kanjo/shared/manifest";

import { type ManifestDraft, writeRelease } from "../src/release/write-release.ts";
import { makeManifestDraft } from "./manifest-draft.ts";

/** A release folder of characters, whose model is no model. @returns the folder */
export async function writeReleaseFolder(
  releaseDir: string,
  changes: Partial<ManifestDraft> = {},
  { model = "model" }: { readonly model?: string } = {},
): Promise<string> {
  const sources = `${releaseDir}-sources`;
  await mkdir(sources, { recursive: true });
  const write = async (name: string, text: string): Promise<string> => {
    await writeFile(join(sources, name), text);
    return join(sources, name);
  };
  const files = {
    model: await write("model", `ort: ${model}`),
    master: await write("master", `onnx: ${model}`),
    config: await write("config", "{}"),
    vocabulary: await write("vocabulary", "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\n"),
    dictionary: null,
  };
  await writeRelease(releaseDir, files, makeManifestDraft(changes));
  return releaseDir;
}

/** @param data digit of the digest of the texts */
export function makeMetrics(
  accuracy: number,
  { data = "a", macroF1 = accuracy, expectedCalibrationError = 0.05 } = {},
): SplitMetrics {
  return {
    dataSha256: data.repeat(64),
    count: 200,
    accuracy,
    macroF1,
    matthews: 0.5,
    loss: 0.5,
    expectedCalibrationError,
    brier: 0.3,
    confusionMatrix: [],
  };
}
