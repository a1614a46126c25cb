/**
 * Native `mecab -O wakati`. A pass is the time over all texts less the time over
 * a small part of them, for the rest of the texts: start-up, which reads the
 * dictionary anew, drops out.
 */
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { promisify } from "node:util";

import type { Pass, Peer } from "./peer.ts";
import { type ProcessMemory, readProcessMemory } from "./process-memory.ts";
import { readTextFile, type TextFile, writeSentences } from "./texts.ts";

const run = promisify(execFile);
const SMALL_PART = 0.05;

/** What one reading of all texts tells. */
interface Reading {
  readonly words: number;
  readonly memory: ProcessMemory | null;
}

export class MecabPeer implements Peer {
  readonly #args: readonly string[];
  readonly #all: TextFile;
  readonly #small: TextFile;
  readonly #reading: Reading;

  /** @throws Error when there is no `mecab`, or it does not read the dictionary */
  static async start(
    dictionaryFolder: string,
    texts: TextFile,
    folder: string,
  ): Promise<MecabPeer> {
    const args = ["-O", "wakati", "-d", dictionaryFolder, "-r", join(dictionaryFolder, "mecabrc")];
    await run("mecab", ["--version"]).catch((cause: unknown) => {
      throw new Error("the command `mecab` is not installed", { cause });
    });
    const sentences = readTextFile(texts.path);
    const part = sentences.slice(0, Math.ceil(sentences.length * SMALL_PART));
    const small = await writeSentences(join(folder, "mecab-small.txt"), part);
    return new MecabPeer(args, texts, small, await readAll(args, sentences));
  }

  private constructor(args: readonly string[], all: TextFile, small: TextFile, reading: Reading) {
    this.#args = args;
    this.#all = all;
    this.#small = small;
    this.#reading = reading;
  }

  async pass(): Promise<Pass> {
    const [small, all] = [await this.#time(this.#small), await this.#time(this.#all)];
    const share = this.#all.bytes / (this.#all.bytes - this.#small.bytes);
    return { seconds: (all - small) * share, units: this.#reading.words };
  }

  async readMemory(): Promise<ProcessMemory | null> {
    return this.#reading.memory;
  }

  stop(): void {
    // Every pass is a process that has ended.
  }

  async #time(texts: TextFile): Promise<number> {
    const started = performance.now();
    await run("mecab", [...this.#args, "-o", "/dev/null", texts.path]);
    return (performance.now() - started) / 1_000;
  }
}

/** Once through a pipe, which stays open until the memory is read. */
async function readAll(args: readonly string[], sentences: readonly string[]): Promise<Reading> {
  const child = spawn("mecab", args, { stdio: ["pipe", "pipe", "ignore"] });
  const closed = once(child, "close");
  child.stdin.on("error", () => {
    // It has ended early: sentences will be missing.
  });
  child.stdin.write(`${sentences.join("\n")}\n`);
  const words = await countWords(child.stdout, sentences.length);
  const memory = await readProcessMemory(child.pid);
  child.stdin.end();
  await closed;
  return { words, memory };
}

/** Every word has a space after it, every sentence a line break. */
async function countWords(stdout: Readable, sentences: number): Promise<number> {
  let [words, lines] = [0, 0];
  for await (const chunk of stdout.iterator({ destroyOnReturn: false })) {
    const bytes: Uint8Array = chunk;
    for (const byte of bytes) {
      if (byte === SPACE) words += 1;
      else if (byte === LINE_BREAK) lines += 1;
    }
    if (lines === sentences) return words;
  }
  throw new Error(`mecab answered ${lines} of ${sentences} sentences`);
}

const SPACE = 0x20;
const LINE_BREAK = 0x0a;
