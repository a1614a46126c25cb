/** Runs the oracle's Python scripts: NDJSON in, NDJSON out. */
import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const python =
  process.env["KANJO_PYTHON"] ??
  fileURLToPath(new URL("../../../../.kanjo/python/bin/python", import.meta.url));

/** Why the oracle cannot be asked here; undefined when it can. */
export function whyNoOracle(): string | undefined {
  const { status } = spawnSync(python, ["-c", "import transformers, fugashi, unidic_lite"]);
  if (status === 0) return undefined;
  return `the oracle needs a Python with transformers, fugashi and unidic-lite (KANJO_PYTHON); ${python} is not one`;
}

/** A script of this folder, running. Its first line out says what it is, or is all that it has to say. */
export class PythonScript {
  readonly #name: string;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;
  #log = "";

  constructor(name: string, args: readonly string[] = []) {
    const path = fileURLToPath(new URL(name, import.meta.url));
    this.#name = name;
    this.#child = spawn(python, [path, ...args]);
    this.#child.stderr.setEncoding("utf8").on("data", (text: string) => (this.#log += text));
    this.#child.stdin.on("error", () => {
      // The script has ended, which the next line that is missing tells with its log.
    });
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  /** The next line out. */
  async read(): Promise<unknown> {
    const line = await this.#lines.next();
    if (line.done === true) throw new Error(`${this.#name} ended early: ${this.#log}`);
    return JSON.parse(line.value);
  }

  /** Answers to the requests, one a line. */
  async ask(requests: readonly unknown[]): Promise<unknown[]> {
    this.#child.stdin.write(requests.map((request) => `${JSON.stringify(request)}\n`).join(""));
    const answers: unknown[] = [];
    while (answers.length < requests.length) answers.push(await this.read());
    return answers;
  }

  /** Lets the script end. */
  close(): void {
    this.#child.stdin.end();
  }
}
