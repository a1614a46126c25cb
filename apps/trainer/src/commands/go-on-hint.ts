import { KanjoError } from "@kanjo/shared/error";

import { sayOnSignal } from "../terminal/end-on-signals.ts";

/** Failures after which what was done is good to go on from. */
const RESUMABLE = new Set([
  "interrupted",
  "engine-failed",
  "engine-protocol",
  "python-missing",
  "worker-died",
]);

/** Runs what can be gone on with; a signal or a failure that leaves it so says how. */
export async function sayHowToGoOn<Result>(
  command: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const goOn = `Go on with: ${command}`;
  sayOnSignal(goOn);
  try {
    return await work();
  } catch (cause) {
    if (!(cause instanceof KanjoError) || !RESUMABLE.has(cause.code)) throw cause;
    const isWhole = cause.hint === undefined || cause.code === "interrupted";
    const hint = isWhole ? goOn : `${cause.hint} ${goOn}`;
    throw new KanjoError(cause.code, cause.message, { hint, cause });
  } finally {
    sayOnSignal(null);
  }
}
