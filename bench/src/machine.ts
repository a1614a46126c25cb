import { execFileSync } from "node:child_process";
import { cpus, totalmem } from "node:os";

/** One line for a section: date, commit, CPU, Node. */
export function describeMachine(): string {
  const [cpu] = cpus();
  const gibibytes = Math.round(totalmem() / 2 ** 30);
  return `${new Date().toISOString().slice(0, 10)}, commit ${readCommit()}, ${cpus().length} x ${cpu?.model.trim() ?? "unknown CPU"}, ${gibibytes} GiB, Node ${process.versions.node}`;
}

function readCommit(): string {
  const dirty = git("status", "--porcelain") === "" ? "" : " with uncommitted changes";
  return `${git("rev-parse", "--short", "HEAD")}${dirty}`;
}

function git(...args: string[]): string {
  return execFileSync("git", args, { cwd: import.meta.dirname, encoding: "utf8" }).trim();
}
