import { stat } from "node:fs/promises";
import { basename, isAbsolute, join } from "node:path";

import { chooseWeights } from "../hub/choose-weights.ts";
import { fetchModelFolder } from "../hub/fetch-model-folder.ts";
import { requireModelId, requireRevision } from "../hub/model-id.ts";
import { readHubModel, readModelFolder } from "../hub/read-model-files.ts";
import { type HubSettings, readHubSettings } from "../hub/settings.ts";
import type { PretrainedModelRecipe } from "../recipe/recipe.ts";
import type { Reporter } from "../terminal/reporter.ts";
import { type InheritedTokenizer, inheritTokenizer } from "./inherited-tokenizer.ts";
import { openModelFolder } from "./model-folder.ts";

/** Pretrained weights on this machine, and their tokenizer. */
export interface BaseModel {
  /** With `config.json` and weights, for the engine; not to be written to. */
  readonly folder: string;
  /** Id on the Hub, or the folder's name. */
  readonly name: string;
  readonly tokenizer: InheritedTokenizer;
}

export interface BaseModelOptions {
  /** Take a pickle where there are no safetensors. */
  readonly allowPickle: boolean;
  readonly reporter: Reporter;
  /** MeCab's dictionary for models that name none. */
  readonly mecabDic?: string | null;
  readonly settings?: HubSettings;
}

/**
 * The weights and the tokenizer of `base`: a folder by its absolute path, or a model of
 * the Hub, which is downloaded once, or read in place from the mirror folder.
 * @throws KanjoError `usage` for what is neither, `model-unknown`, `weights-missing`, `pickle-refused`; what `fetchModelFolder` and `inheritTokenizer` throw
 */
export async function resolveBaseModel(
  { base, revision }: Pick<PretrainedModelRecipe, "base" | "revision">,
  options: BaseModelOptions,
): Promise<BaseModel> {
  const { allowPickle, mecabDic = null } = options;
  if (await isFolder(base)) return openFolder(base, basename(base), allowPickle, mecabDic);
  requireModelId(base, "model.base");
  requireRevision(revision, "model.revision");
  const settings = options.settings ?? readHubSettings(process.env);
  const files = await readHubModel(base, revision, settings, options.reporter);
  if (settings.mirror !== null) {
    return openFolder(join(settings.mirror, base), base, allowPickle, mecabDic);
  }
  const tokenizer = inheritTokenizer(base, files, mecabDic);
  const { reporter } = options;
  const folder = await fetchModelFolder(
    { model: base, revision },
    { settings, allowPickle, reporter },
  );
  return { folder, name: base, tokenizer };
}

/** Relative paths have been resolved with the recipe's others. */
async function isFolder(base: string): Promise<boolean> {
  if (!isAbsolute(base)) return false;
  const found = await stat(base).catch(() => null);
  return found?.isDirectory() ?? false;
}

async function openFolder(
  folder: string,
  name: string,
  allowPickle: boolean,
  mecabDic: string | null,
): Promise<BaseModel> {
  const tokenizer = inheritTokenizer(folder, await readModelFolder(folder), mecabDic);
  await chooseWeights(openModelFolder(folder, folder), allowPickle);
  return { folder, name, tokenizer };
}
