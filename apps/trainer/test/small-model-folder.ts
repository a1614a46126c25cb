import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Files of a model of characters, as the Hub has them; its special tokens come last. */
export const MODEL_FILES: Readonly<Record<string, string>> = {
  "config.json": JSON.stringify({
    model_type: "bert",
    vocab_size: 8,
    max_position_embeddings: 64,
  }),
  "tokenizer_config.json": JSON.stringify({
    tokenizer_class: "BertJapaneseTokenizer",
    word_tokenizer_type: "mecab",
    subword_tokenizer_type: "character",
    mecab_kwargs: { mecab_dic: "unidic_lite" },
  }),
  "vocab.txt": "良\nい\n[MASK]\n[SEP]\n[CLS]\n[UNK]\n[PAD]\n",
};

export const MODEL_VOCABULARY = MODEL_FILES["vocab.txt"] ?? "";

/** Writes the files and, as weights, some that are none. */
export async function writeModelFolder(
  folder: string,
  changes: Readonly<Record<string, string | null>> = {},
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const files = { ...MODEL_FILES, "model.safetensors": "weights", ...changes };
  for (const [name, text] of Object.entries(files)) {
    if (text !== null) await writeFile(join(folder, name), text);
  }
}
