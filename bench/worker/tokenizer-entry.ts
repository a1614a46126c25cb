/** A worker that only tokenizes: `POST /encode` with a text a line; `POST /collect` frees what is unused. */
import { openDictionary } from "@kanjo/shared/segmenter";
import type { Tokenizer } from "@kanjo/shared/tokenizer";
import { env } from "cloudflare:workers";

import { loadWordPieceTokenizer } from "../src/tokenizer/load-tokenizer.ts";

declare global {
  /** There with V8's `--expose-gc`. */
  var gc: (() => void) | undefined;
}

let loading: Promise<Tokenizer> | undefined;

const worker: ExportedHandler = { fetch: answer };
export default worker;

async function answer(request: Request): Promise<Response> {
  if (new URL(request.url).pathname === "/collect") return collect();
  loading ??= load();
  const tokenizer = await loading;
  const texts = (await request.text()).split("\n");
  const ids = texts.reduce((sum, text) => sum + tokenizer.encode(text).ids.length, 0);
  return Response.json({ ids });
}

async function load(): Promise<Tokenizer> {
  const [dictionary, vocabulary] = await Promise.all([
    env.DISK.fetch("http://disk/dictionary.kjd"),
    env.DISK.fetch("http://disk/vocab.txt"),
  ]);
  const bytes = new Uint8Array(await dictionary.arrayBuffer());
  return loadWordPieceTokenizer(openDictionary(bytes), await vocabulary.text());
}

function collect(): Response {
  globalThis.gc?.();
  return Response.json({ collected: globalThis.gc !== undefined });
}
