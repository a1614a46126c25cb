/** `node kuromoji.ts TEXTS`: kuromoji.js with the IPADIC that its package brings. */
import { fileURLToPath } from "node:url";

import kuromoji, { type Tokenizer } from "kuromoji";

import { servePasses } from "./serve-passes.ts";

const dicPath = fileURLToPath(new URL("dict", import.meta.resolve("kuromoji/package.json")));
const { promise, resolve, reject } = Promise.withResolvers<Tokenizer>();
kuromoji.builder({ dicPath }).build((error, built) => {
  if (error === null) resolve(built);
  else reject(error);
});
const tokenizer = await promise;

await servePasses(process.argv[2] ?? "", (text) => tokenizer.tokenize(text).length);
