/** `node ready.ts DICTIONARY VOCABULARY`: from bytes in memory to a tokenizer, and its first sentence, in milliseconds. */
import { readFileSync } from "node:fs";

import { openDictionary } from "@kanjo/shared/segmenter";

import { loadWordPieceTokenizer } from "../load-tokenizer.ts";

const SENTENCE = "部屋は広くて清潔でしたが、隣の音が気になってなかなか眠れませんでした。";

const [dictionaryFile = "", vocabularyFile = ""] = process.argv.slice(2);
const dictionaryBytes = new Uint8Array(readFileSync(dictionaryFile));
const vocabularyBytes = new Uint8Array(readFileSync(vocabularyFile));

const started = performance.now();
const dictionary = openDictionary(dictionaryBytes);
const opened = performance.now();
const vocabulary = new TextDecoder().decode(vocabularyBytes);
const tokenizer = loadWordPieceTokenizer(dictionary, vocabulary);
const ready = performance.now();
const { ids } = tokenizer.encode(SENTENCE);
const answered = performance.now();

const times = {
  open: opened - started,
  ready: ready - started,
  firstSentence: answered - ready,
  ids: ids.length,
};
process.stdout.write(JSON.stringify(times));
