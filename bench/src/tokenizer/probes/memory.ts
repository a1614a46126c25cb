/**
 * `node --expose-gc memory.ts DICTIONARY VOCABULARY TEXTS`: what code, dictionary
 * and vocabulary hold, in bytes, above a process that has only read the texts.
 */
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

import type { Tokenizer } from "@kanjo/shared/tokenizer";

import { readTextFile } from "../texts.ts";

const COLLECTIONS = 4;
const [dictionaryFile = "", vocabularyFile = "", textFile = ""] = process.argv.slice(2);
const texts = readTextFile(textFile);

const before = await readAfterCollection();
const tokenizer = await load();
const opened = difference(await readAfterCollection());
for (const text of texts) tokenizer.encode(text);
const used = difference(readMemory());
const kept = difference(await readAfterCollection());
tokenizer.encode("");
process.stdout.write(JSON.stringify({ opened, used, kept }));

interface Memory {
  readonly heap: number;
  /** Array buffers among it. */
  readonly external: number;
  readonly rss: number;
}

async function load(): Promise<Tokenizer> {
  const { openDictionary } = await import("@kanjo/shared/segmenter");
  const { loadWordPieceTokenizer } = await import("../load-tokenizer.ts");
  const dictionary = openDictionary(new Uint8Array(readFileSync(dictionaryFile)));
  return loadWordPieceTokenizer(dictionary, readFileSync(vocabularyFile, "utf8"));
}

async function readAfterCollection(): Promise<Memory> {
  if (globalThis.gc === undefined) throw new Error("run with --expose-gc");
  for (let round = 0; round < COLLECTIONS; round += 1) {
    globalThis.gc();
    await sleep(20);
  }
  return readMemory();
}

function readMemory(): Memory {
  const { heapUsed, external, rss } = process.memoryUsage();
  return { heap: heapUsed, external, rss };
}

function difference(memory: Memory): Memory {
  return {
    heap: memory.heap - before.heap,
    external: memory.external - before.external,
    rss: memory.rss - before.rss,
  };
}
