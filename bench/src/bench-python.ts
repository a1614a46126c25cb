import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { KanjoError } from "@kanjo/shared/error";

import { python } from "./tokenizer/python.ts";

const run = promisify(execFile);
const folder = fileURLToPath(new URL("../python", import.meta.url));

/**
 * Runs a script of `bench/python` and gives the last line of its stdout.
 * @throws KanjoError `bench-python-failed` with the end of its stderr
 */
export async function runBenchPython(script: string, args: readonly string[]): Promise<string> {
  try {
    const { stdout } = await run(python, [script, ...args], { cwd: folder });
    return stdout.trimEnd().split("\n").at(-1) ?? "";
  } catch (cause) {
    throw new KanjoError("bench-python-failed", `${script}: ${lastLine(cause)}`, {
      hint: `${python} needs apps/trainer/python/requirements-dev.txt.`,
      cause,
    });
  }
}

function lastLine(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return cause.message.trimEnd().split("\n").at(-1) ?? "";
}
