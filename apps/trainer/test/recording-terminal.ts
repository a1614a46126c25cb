import type { Terminal } from "../src/terminal/terminal.ts";

export interface RecordingTerminal extends Terminal {
  /** What was printed on stdout. */
  readonly printed: readonly string[];
}

/** A terminal whose stdin has these lines. */
export function createRecordingTerminal(
  callerDir: string,
  lines: readonly string[] = [],
): RecordingTerminal {
  const printed: string[] = [];
  return {
    printed,
    callerDir,
    python: process.env["KANJO_PYTHON"] ?? "python3",
    reporter: { line: () => {}, progress: () => {} },
    async *readLines() {
      yield* lines;
    },
    async *readBytes() {
      yield Buffer.from(lines.map((line) => `${line}\n`).join(""));
    },
    print: (text) => printed.push(text),
    printJson: (value) => printed.push(JSON.stringify(value)),
    write: async (text) => void printed.push(text),
  };
}
