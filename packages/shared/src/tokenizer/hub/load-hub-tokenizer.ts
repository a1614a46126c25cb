/**
 * A tokenizer from the files that a model's folder on the Hugging Face Hub has.
 * `tokenizer_config.json` and `vocab.txt` make a BertJapaneseTokenizer, which is
 * ours; a `tokenizer.json` is read by `@huggingface/tokenizers`, which is loaded
 * only then.
 */
import * as z from "zod";

import { KanjoError } from "../../error.ts";
import type { Dictionary } from "../../segmenter/dictionary.ts";
import { parseHubTokenizerConfig } from "../hub-config.ts";
import { loadTokenizer as loadBertJapanese } from "../load-tokenizer.ts";
import type { Tokenizer } from "../tokenizer.ts";
import { parseHubJson } from "./parse-hub-json.ts";

/** Texts of a model's files by their names; others than these are passed over. */
export type HubFiles = Readonly<
  Partial<Record<"tokenizer_config.json" | "vocab.txt" | "tokenizer.json" | "config.json", string>>
>;

export interface HubTokenizerOptions {
  /** MeCab's dictionary, or what gives the one of a name: `ipadic`, `unidic_lite` or `unidic`. */
  readonly dictionary?: Dictionary | ((mecabDic: string) => Promise<Dictionary>);
  /** The dictionary's name where the model's configuration does not say. */
  readonly mecabDic?: string;
}

const WithClass = z.object({ tokenizer_class: z.string().nullish() });

/**
 * Makes the tokenizer of a model's folder on the Hub: Tohoku's BertJapaneseTokenizer
 * models, token for token as transformers 5, and those with a `tokenizer.json`.
 * @throws KanjoError `tokenizer-files-missing`; what `parseHubTokenizerConfig`, `loadTokenizer` and `loadJsonTokenizer` throw
 */
export async function loadTokenizer(
  files: HubFiles,
  options: HubTokenizerOptions = {},
): Promise<Tokenizer> {
  const { "tokenizer.json": json, "tokenizer_config.json": config } = files;
  const tokenizerClass = readTokenizerClass(files);
  if (json !== undefined && tokenizerClass !== "BertJapaneseTokenizer") {
    const { loadJsonTokenizer } = await import("./load-json-tokenizer.ts");
    return loadJsonTokenizer(json, config);
  }
  return loadFromVocabulary(files, tokenizerClass, options);
}

async function loadFromVocabulary(
  files: HubFiles,
  tokenizerClass: string | undefined,
  options: HubTokenizerOptions,
): Promise<Tokenizer> {
  const config = parseHubTokenizerConfig(requireFile(files, "tokenizer_config.json"), {
    mecabDic: options.mecabDic,
    tokenizerClass,
  });
  const vocabulary = requireFile(files, "vocab.txt");
  const { mecabDic } = config;
  if (mecabDic === null) return loadBertJapanese(config, { vocabulary });
  const { dictionary } = options;
  const opened = typeof dictionary === "function" ? await dictionary(mecabDic) : dictionary;
  return loadBertJapanese(config, { vocabulary, dictionary: opened });
}

/** Old models have their class in `config.json`. */
function readTokenizerClass(files: HubFiles): string | undefined {
  for (const name of ["tokenizer_config.json", "config.json"] as const) {
    const text = files[name];
    const found =
      text === undefined ? undefined : parseHubJson(name, text, WithClass).tokenizer_class;
    if (found !== undefined && found !== null) return found;
  }
  return undefined;
}

function requireFile(files: HubFiles, name: keyof HubFiles): string {
  const text = files[name];
  if (text !== undefined) return text;
  const given = Object.keys(files).join(", ") || "none";
  throw new KanjoError(
    "tokenizer-files-missing",
    `files are ${given}, expected ${name} among them`,
    { hint: "A model has tokenizer_config.json and vocab.txt, or tokenizer.json." },
  );
}
