import { createHash } from "node:crypto";
import { join } from "node:path";

import type { KanjoError } from "@kanjo/shared/error";

import { drawBar, formatBytes, type Reporter } from "../terminal/reporter.ts";
import { writeAtomically } from "../write-atomically.ts";
import { chooseWeights, WEIGHTS_INDEX } from "./choose-weights.ts";
import { describeHubFile, type RemoteFile } from "./describe-hub-file.ts";
import { downloadHubFile, type DownloadOptions } from "./download-hub-file.ts";
import { fetchHubFile } from "./fetch-hub-file.ts";
import { placeModel } from "./hub-file.ts";
import type { HubSettings } from "./settings.ts";
import { isWhole } from "../verify-file.ts";

export interface FetchModelOptions {
  readonly settings: HubSettings;
  readonly allowPickle: boolean;
  readonly reporter: Reporter;
  readonly pause?: DownloadOptions["pause"];
}

interface Model {
  readonly model: string;
  readonly revision: string;
}

/**
 * A folder with the weights of a model on the Hub and its `config.json`, downloaded once.
 * @throws KanjoError `weights-missing`, `pickle-refused`, `hub-unreachable`, `hub-refused`, `hub-file-damaged`
 */
export async function fetchModelFolder(model: Model, options: FetchModelOptions): Promise<string> {
  const { settings, allowPickle, reporter } = options;
  const failures: KanjoError[] = [];
  const onKept = (failure: KanjoError): number => failures.push(failure);
  const readText = (name: string): Promise<string | null> =>
    fetchHubFile({ ...model, name }, settings, onKept);
  const described = new Map<string, RemoteFile>();
  const has = async (name: string): Promise<boolean> => {
    const remote = await describeHubFile({ ...model, name }, settings, onKept);
    if (remote !== null) described.set(name, remote);
    return remote !== null;
  };
  const shown = `${model.model} at ${model.revision}`;
  const { names, index } = await chooseWeights({ shown, has, readText }, allowPickle);
  const texts = { "config.json": await readText("config.json"), [WEIGHTS_INDEX]: index };
  const [failure] = failures;
  if (failure !== undefined) reporter.line("hub", `${failure.message}; using what was kept`);

  const weights = new Map([...described].filter(([name]) => names.includes(name)));
  const folder = join(placeModel(model, settings), `weights-${digestWeights(weights)}`);
  for (const [name, remote] of weights) await obtain({ ...model, name }, remote, folder, options);
  for (const [name, text] of Object.entries(texts)) {
    if (text !== null) await writeAtomically(join(folder, name), new TextEncoder().encode(text));
  }
  return folder;
}

const DIGEST_PREFIX = 12;

/** Other weights go into another folder: one that a training reads never changes. */
function digestWeights(weights: ReadonlyMap<string, RemoteFile>): string {
  return createHash("sha256")
    .update(JSON.stringify([...weights]))
    .digest("hex")
    .slice(0, DIGEST_PREFIX);
}

async function obtain(
  file: Model & { readonly name: string },
  remote: RemoteFile,
  folder: string,
  { settings, reporter, pause }: FetchModelOptions,
): Promise<void> {
  const target = join(folder, file.name);
  if (await isWhole(target, remote)) return;
  const onProgress = reportArrival(file.name, remote.bytes, reporter);
  await downloadHubFile(
    { file, remote, target },
    { settings, onProgress, ...(pause === undefined ? {} : { pause }) },
  );
  const check = remote.sha256 === null ? "size verified, no digest given" : "digest verified";
  reporter.line("hub", `${file.model} ${file.name}, ${formatBytes(remote.bytes)}, ${check}`);
}

/** Draws when another hundredth is there. */
function reportArrival(name: string, total: number, reporter: Reporter): (bytes: number) => void {
  let drawn = -1;
  return (bytes) => {
    const percent = Math.floor((bytes / total) * 100);
    if (percent === drawn) return;
    drawn = percent;
    reporter.progress("hub", `${name} ${drawBar(bytes, total)} of ${formatBytes(total)}`);
  };
}
