import { KanjoError } from "@kanjo/shared/error";

import { exitCodeOfSignal } from "./end-on-signals.ts";

/** Exit codes of every command: 0 done, 1 failed, 2 wrong usage, 128 + n ended by signal n. */
export const EXIT_FAILED = 1;
export const EXIT_USAGE = 2;

/** System errors that a user meets: the file, the disk or the permissions, not our code. */
const SYSTEM_HINTS: Readonly<Record<string, string>> = {
  EACCES: "Check the permissions.",
  EEXIST: "Something else has this name: choose another one.",
  EISDIR: "This is a folder, a file is expected.",
  EMFILE: "Too many files are open on this machine.",
  ENOENT: "There is no such file.",
  ENOSPC: "The disk is full: free some space and run the same command again.",
  ENOTDIR: "A part of this path is a file, a folder is expected.",
  EPERM: "Check the permissions.",
  EROFS: "The file system is read-only: choose another folder.",
};

/**
 * Writes what failed and what to do about it, without a stack.
 * @returns the exit code; anything that the user cannot mend is thrown again
 */
export function reportFailure(error: unknown): number {
  const failure = describeFailure(error);
  if (failure === null) throw error;
  const hint = failure.hint === undefined ? "" : `  ${failure.hint}\n`;
  process.stderr.write(`\nerror: ${failure.message}\n${hint}`);
  return exitCodeOf(failure.code);
}

function exitCodeOf(code: string): number {
  if (code === "interrupted") return exitCodeOfSignal();
  return code === "usage" ? EXIT_USAGE : EXIT_FAILED;
}

interface Failure {
  readonly code: string;
  readonly message: string;
  readonly hint: string | undefined;
}

function describeFailure(error: unknown): Failure | null {
  if (error instanceof KanjoError) return error;
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string")
    return null;
  const hint = SYSTEM_HINTS[error.code];
  return hint === undefined ? null : { code: error.code, message: error.message, hint };
}
