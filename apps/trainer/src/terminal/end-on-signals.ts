/**
 * What a signal does. Usually it ends the process at once; while a job runs that
 * has something to save, the first signal only asks the job to stop, and what
 * follows comes to its own end. A second signal kills the job.
 */
import { constants } from "node:os";

import { KanjoError } from "@kanjo/shared/error";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
export type EndingSignal = (typeof SIGNALS)[number];

/** A job that saves its work when it is asked to stop. */
export interface InterruptibleJob {
  interrupt(signal: EndingSignal): void;
  kill(): void;
}

let job: InterruptibleJob | null = null;
let received: EndingSignal | null = null;
let farewell: string | null = null;

/** Lets signals end the process through `exit`, so that the servers and engines it started end, too. */
export function endOnSignals(end: (exitCode: number) => void = (code) => process.exit(code)): void {
  for (const signal of SIGNALS) process.on(signal, () => handleSignal(signal, end));
}

function handleSignal(signal: EndingSignal, end: (exitCode: number) => void): void {
  const isFirst = received === null;
  received ??= signal;
  if (job === null) {
    if (farewell !== null) process.stderr.write(`\n${farewell}\n`);
    end(exitCodeOfSignal());
  } else if (isFirst) {
    job.interrupt(signal);
  } else {
    job.kill();
  }
}

/**
 * Until the returned function is called, signals are the job's.
 * @throws KanjoError `interrupted` when there was one before
 */
export function passSignalsTo(running: InterruptibleJob): () => void {
  refuseAfterSignal();
  job = running;
  return () => {
    job = null;
  };
}

/** What is written when a signal ends the process at once, such as how to go on. */
export function sayOnSignal(text: string | null): void {
  farewell = text;
}

/** @throws KanjoError `interrupted` after a signal, so that nothing new is begun */
export function refuseAfterSignal(): void {
  if (received !== null) throw new KanjoError("interrupted", `interrupted by ${received}`);
}

/** Whether a signal has come. */
export function wasInterrupted(): boolean {
  return received !== null;
}

/** 128 + the number of the signal that came; an engine that was interrupted by itself counts as Ctrl-C. */
export function exitCodeOfSignal(): number {
  return 128 + constants.signals[received ?? "SIGINT"];
}
