/** A release folder laid out as object storage has it, and workerd on top. */
import { join } from "node:path";

import type { Manifest } from "@kanjo/shared/manifest";
import type { Tokenizer } from "@kanjo/shared/tokenizer";

import { cutToTokens, openReleaseTokenizer } from "./release-tokenizer.ts";
import { layOutRelease } from "./release-store.ts";
import { bundleWorker, type RunningWorkerd, startWorkerd } from "./workerd.ts";

const SENTENCE = "部屋は広くて清潔でしたが、隣の音が気になってなかなか眠れませんでした。";

export interface ServedRelease {
  readonly releaseDir: string;
  readonly objectDir: string;
  readonly manifest: Manifest;
  readonly tokenizer: Tokenizer;
  /** A text of so many tokens, [CLS] and [SEP] included. */
  readonly textOf: (tokens: number) => string;
  /** An isolate of its own. */
  readonly start: (variables?: Readonly<Record<string, string>>) => Promise<RunningWorkerd>;
}

/** @param folder an empty one, for the bundle and the objects */
export async function serveRelease(releaseDir: string, folder: string): Promise<ServedRelease> {
  const [bundleDir, objectDir] = [join(folder, "bundle"), join(folder, "objects")];
  const manifest = await layOutRelease(releaseDir, objectDir);
  await bundleWorker(bundleDir);
  const tokenizer = await openReleaseTokenizer(releaseDir, manifest);
  return {
    releaseDir,
    objectDir,
    manifest,
    tokenizer,
    textOf: (tokens) => cutToTokens(SENTENCE, tokens, tokenizer),
    start: (variables = {}) =>
      startWorkerd(bundleDir, objectDir, { MODEL_NAME: manifest.name, ...variables }),
  };
}
