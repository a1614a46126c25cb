import { stat } from "node:fs/promises";
import { join, resolve } from "node:path";

import { KanjoError } from "@kanjo/shared/error";

import { obtainDictionary } from "../dictionary/obtain-dictionary.ts";
import { readHubModel, readModelFolder } from "../hub/read-model-files.ts";
import { readHubSettings } from "../hub/settings.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { type DictionaryOf, openHubTokenizer } from "./open-hub-tokenizer.ts";
import { openReleaseTokenizer } from "./open-release-tokenizer.ts";
import type { OpenedTokenizer } from "./opened-tokenizer.ts";

export interface TokenizerRequest {
  /** A folder, or an id of the Hub. */
  readonly model: string;
  /** Of a model on the Hub. */
  readonly revision: string;
  /** The dictionary's name, for models that name none; null leaves it to the model. */
  readonly mecabDic: string | null;
  /** Compiled dictionary; null looks for the Python package of that name. */
  readonly dictionaryFile: string | null;
}

/**
 * Opens the tokenizer of a run, a release, a folder as the Hub has it, or a model on the Hub.
 * @throws KanjoError `usage`, `model-unknown`, and what the files' readers throw
 */
export async function openTokenizer(
  request: TokenizerRequest,
  { callerDir, python, reporter }: Terminal,
): Promise<OpenedTokenizer> {
  const { model, revision, mecabDic, dictionaryFile: file } = request;
  const dictionaryOf: DictionaryOf = async (name) =>
    (await obtainDictionary({ name, file, python }, reporter)).dictionary;
  const folder = resolve(callerDir, model);
  for (const releaseDir of [folder, join(folder, "release")]) {
    if (!(await exists(join(releaseDir, "manifest.json")))) continue;
    refuseDictionaryOptions(request, "is a release, which has its own");
    return openReleaseTokenizer(releaseDir);
  }
  const files = (await exists(folder))
    ? await readModelFolder(folder)
    : await readHubModel(model, revision, readHubSettings(process.env), reporter);
  const opened = await openHubTokenizer(files, mecabDic, dictionaryOf);
  if (opened.listWords === null) refuseDictionaryOptions(request, "needs no dictionary");
  return opened;
}

/** @param reason why the model takes none */
function refuseDictionaryOptions(
  { model, mecabDic, dictionaryFile }: TokenizerRequest,
  reason: string,
): void {
  if (mecabDic === null && dictionaryFile === null) return;
  const option = dictionaryFile === null ? "--mecab-dic" : "--dictionary";
  throw new KanjoError("usage", `${option} is given, --model ${model} ${reason}`, {
    hint: "Leave the option out.",
  });
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
