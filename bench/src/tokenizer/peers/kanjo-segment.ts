/** `node kanjo-segment.ts TEXTS DICTIONARY` */
import { readFileSync } from "node:fs";

import { openDictionary } from "@kanjo/shared/segmenter";

import { servePasses } from "./serve-passes.ts";

const [texts = "", dictionaryFile = ""] = process.argv.slice(2);
const dictionary = openDictionary(readFileSync(dictionaryFile));

await servePasses(texts, (text) => dictionary.segment(text).length);
