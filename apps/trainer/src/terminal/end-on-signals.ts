import { constants } from "node:os";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Lets signals end the process through `exit`, so that the servers and engines it started end, too. */
export function endOnSignals(end: (exitCode: number) => void = (code) => process.exit(code)): void {
  for (const signal of SIGNALS) process.on(signal, () => end(128 + constants.signals[signal]));
}
