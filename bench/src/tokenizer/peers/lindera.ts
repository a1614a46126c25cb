/** `node lindera.ts TEXTS`: lindera in WebAssembly with the IPADIC that is embedded in it. */
import lindera from "lindera-wasm-nodejs-ipadic";

import { servePasses } from "./serve-passes.ts";

const builder = new lindera.TokenizerBuilder();
builder.setDictionary("embedded://ipadic");
builder.setMode("normal");
const tokenizer = builder.build();

await servePasses(process.argv[2] ?? "", (text) => {
  const tokens: readonly unknown[] = tokenizer.tokenize(text);
  return tokens.length;
});
