import { execFile } from "node:child_process";
import { promisify } from "node:util";

import { root } from "../paths.ts";

const run = promisify(execFile);

/** Commit of the checkout, with `-dirty` for uncommitted changes; null outside a checkout or without git. */
export async function readGitCommit(): Promise<string | null> {
  try {
    const { stdout: commit } = await run("git", ["rev-parse", "HEAD"], { cwd: root });
    const { stdout: changes } = await run("git", ["status", "--porcelain"], { cwd: root });
    return `${commit.trim()}${changes.trim() === "" ? "" : "-dirty"}`;
  } catch {
    return null;
  }
}
