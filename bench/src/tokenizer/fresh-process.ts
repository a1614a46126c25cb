import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { quantile } from "../quantile.ts";
import type { Artifact } from "./artifact.ts";
import type { TextFile } from "./texts.ts";
import type { VocabularyFile } from "./vocabulary.ts";

const run = promisify(execFile);
const STARTS = 21;

/** Milliseconds. */
interface Start {
  /** The dictionary alone. */
  readonly open: number;
  readonly ready: number;
  readonly firstSentence: number;
}

/** Over fresh processes. */
export interface Starts {
  readonly median: Start;
  /** Each time's least, which other work on the machine has lengthened least. */
  readonly fastest: Start;
}

/** Bytes above the process without the tokenizer. */
export interface HeldMemory {
  readonly opened: MemoryReading;
  /** After all texts, before a collection. */
  readonly used: MemoryReading;
  /** After all texts and a collection. */
  readonly kept: MemoryReading;
}

interface MemoryReading {
  readonly heap: number;
  readonly external: number;
  readonly rss: number;
}

/** Starts the tokenizer in fresh processes. */
export async function measureStarts(
  { path }: Artifact,
  vocabulary: VocabularyFile,
): Promise<Starts> {
  const starts: Start[] = [];
  for (let start = 0; start < STARTS; start += 1) {
    starts.push(await probe("ready.ts", [], path, vocabulary.path));
  }
  const summarize = (q: number): Start => ({
    open: quantile(
      starts.map(({ open }) => open),
      q,
    ),
    ready: quantile(
      starts.map(({ ready }) => ready),
      q,
    ),
    firstSentence: quantile(
      starts.map(({ firstSentence }) => firstSentence),
      q,
    ),
  });
  return { median: summarize(0.5), fastest: summarize(0) };
}

/** Memory of one fresh process that has encoded all texts. */
export async function measureMemory(
  { path }: Artifact,
  vocabulary: VocabularyFile,
  texts: TextFile,
): Promise<HeldMemory> {
  return probe("memory.ts", ["--expose-gc"], path, vocabulary.path, texts.path);
}

async function probe<Result>(
  script: string,
  nodeOptions: readonly string[],
  ...args: string[]
): Promise<Result> {
  const path = fileURLToPath(new URL(`probes/${script}`, import.meta.url));
  const { stdout } = await run(process.execPath, [...nodeOptions, path, ...args]);
  return JSON.parse(stdout);
}
