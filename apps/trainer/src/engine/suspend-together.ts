import type { ChildProcess } from "node:child_process";

/**
 * Ctrl-Z stops the terminal's process group alone: a child that leads a group of its own is
 * stopped, and continued, with this process until it ends.
 */
export function suspendTogether(child: ChildProcess): void {
  const { pid } = child;
  if (pid === undefined) return;
  const suspend = (): void => {
    signalGroup(pid, "SIGSTOP");
    process.kill(process.pid, "SIGSTOP");
  };
  const resume = (): void => signalGroup(pid, "SIGCONT");
  process.on("SIGTSTP", suspend).on("SIGCONT", resume);
  child.once("exit", () => process.off("SIGTSTP", suspend).off("SIGCONT", resume));
}

/** A group that has ended meanwhile needs no signal. */
function signalGroup(leader: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-leader, signal);
  } catch (error) {
    const hasEnded = error instanceof Error && "code" in error && error.code === "ESRCH";
    if (!hasEnded) throw error;
  }
}
