import { spawn } from "node:child_process";
import { constants } from "node:os";
import { fileURLToPath } from "node:url";

/** The repository's root. */
export const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");

const FORWARDED = ["SIGTERM", "SIGHUP"] as const;

/**
 * Runs a command in the foreground and gives its exit code. A signal to end
 * reaches it, and ends this process, too, once it has ended.
 */
export function run(
  command: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd ?? root,
      env: { ...process.env, ...options.env },
      stdio: "inherit",
    });
    let ending = false;
    const forward = (signal: NodeJS.Signals): void => {
      ending = true;
      child.kill(signal);
    };
    // The terminal sends Ctrl-C to the whole group; the child decides what it means.
    const ignore = (): void => {};
    process.on("SIGINT", ignore);
    for (const signal of FORWARDED) process.on(signal, forward);
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      process.off("SIGINT", ignore);
      for (const one of FORWARDED) process.off(one, forward);
      const exitCode = code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
      if (ending) process.exit(exitCode);
      resolve(exitCode);
    });
  });
}
