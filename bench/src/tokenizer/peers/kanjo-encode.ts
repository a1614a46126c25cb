/** `node kanjo-encode.ts TEXTS DICTIONARY VOCABULARY` */
import { readFileSync } from "node:fs";

import { openDictionary } from "@kanjo/shared/segmenter";

import { loadWordPieceTokenizer } from "../load-tokenizer.ts";
import { servePasses } from "./serve-passes.ts";

const [texts = "", dictionaryFile = "", vocabularyFile = ""] = process.argv.slice(2);
const dictionary = openDictionary(readFileSync(dictionaryFile));
const tokenizer = loadWordPieceTokenizer(dictionary, readFileSync(vocabularyFile, "utf8"));

await servePasses(texts, (text) => tokenizer.encode(text).ids.length);
