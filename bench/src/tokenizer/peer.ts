/** A competitor: something that can go over all texts, again and again. */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { createInterface } from "node:readline";

import { type ProcessMemory, readProcessMemory } from "./process-memory.ts";

export interface Pass {
  readonly seconds: number;
  /** Words or ids, to see whether all do the same work; null where the peer does not tell. */
  readonly units: number | null;
}

export interface Peer {
  /** Once over all texts. */
  pass(): Promise<Pass>;
  /** After its passes. */
  readMemory(): Promise<ProcessMemory | null>;
  stop(): void;
}

/** A process of its own that speaks the protocol of peers/serve-passes.ts. */
export class ProcessPeer implements Peer {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;
  readonly #closed: Promise<void>;
  #errors = "";

  /** Resolves when the peer has loaded its dictionary. @throws Error with what the process said last */
  static async start(command: string, args: readonly string[]): Promise<ProcessPeer> {
    const peer = new ProcessPeer(command, args);
    await peer.#readLine();
    return peer;
  }

  private constructor(command: string, args: readonly string[]) {
    this.#child = spawn(command, args);
    this.#closed = new Promise((resolve) => this.#child.once("close", () => resolve()));
    this.#child.on("error", (error) => (this.#errors += error.message));
    this.#child.stdin.on("error", () => {
      // The process has ended, which the next line that is missing tells.
    });
    this.#child.stderr.setEncoding("utf8").on("data", (text: string) => (this.#errors += text));
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  async pass(): Promise<Pass> {
    this.#child.stdin.write("\n");
    return JSON.parse(await this.#readLine());
  }

  async readMemory(): Promise<ProcessMemory | null> {
    return readProcessMemory(this.#child.pid);
  }

  stop(): void {
    this.#child.kill();
  }

  async #readLine(): Promise<string> {
    const line = await this.#lines.next();
    if (line.done !== true) return line.value;
    await this.#closed;
    throw new Error(this.#errors.trimEnd().split("\n").at(-1) ?? "");
  }
}
