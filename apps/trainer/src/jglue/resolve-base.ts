import { mkdir, rm, stat, symlink, writeFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";

import type { TokenizerConfig } from "@kanjo/shared/tokenizer/config";

import { readTeacher } from "../base-model/read-teacher.ts";

/**
 * What a recipe's `model.base` has to be for the model that a user names: a folder
 * as the Hub has it, a run folder, or an id of the Hub, which stays as it is.
 * @param dir of the benchmark, where a run's files are laid out as the Hub has them
 * @throws KanjoError `teacher-invalid` for a run that is not finished
 */
export async function resolveBase(base: string, callerDir: string, dir: string): Promise<string> {
  const folder = resolve(callerDir, base);
  if (!(await exists(folder))) return base;
  const isRun =
    (await exists(join(folder, "recipe.json"))) && (await exists(join(folder, "engine")));
  return isRun ? layOutRun(folder, join(dir, `base-${basename(folder)}`)) : folder;
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}

async function layOutRun(runDir: string, folder: string): Promise<string> {
  const { checkpointDir, tokenizer } = await readTeacher(runDir);
  await mkdir(folder, { recursive: true });
  for (const name of ["config.json", "model.safetensors"]) {
    await rm(join(folder, name), { force: true });
    await symlink(join(checkpointDir, name), join(folder, name));
  }
  await writeFile(join(folder, "vocab.txt"), tokenizer.vocabulary);
  const config = JSON.stringify(toHubConfig(tokenizer.config), null, 2);
  await writeFile(join(folder, "tokenizer_config.json"), `${config}\n`);
  return folder;
}

/** The fields of the Hub's `tokenizer_config.json`. */
function toHubConfig(config: TokenizerConfig): Readonly<Record<string, unknown>> {
  const { pad, unk, cls, sep, mask } = config.specialTokens;
  return {
    tokenizer_class: "BertJapaneseTokenizer",
    word_tokenizer_type: config.wordTokenizer,
    subword_tokenizer_type: config.subwordTokenizer,
    do_lower_case: config.doLowerCase,
    mecab_kwargs: config.mecabDic === null ? null : { mecab_dic: config.mecabDic },
    pad_token: pad,
    unk_token: unk,
    cls_token: cls,
    sep_token: sep,
    mask_token: mask,
  };
}
