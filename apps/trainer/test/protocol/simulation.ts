/**
 * Processes that share a store, and a scheduler that decides what is not theirs to
 * decide: whose request the store does next, what becomes of it, and how much time
 * passes. A process runs until it asks the store or the clock for something; then it
 * waits until the scheduler picks that request. One that crashes is never answered
 * again, so that not even its `finally` runs, as with SIGKILL.
 */
import { setImmediate as passTurn } from "node:timers/promises";

import { KanjoError } from "@kanjo/shared/error";

import type { ObjectStore } from "../../src/object-store/object-store.ts";
import type { Clock } from "../../src/release/clock.ts";
import type { Random } from "./random.ts";
import { type Ask, createSimulatedStore, type Limits, type Observer } from "./simulated-store.ts";

/** What becomes of a request. `answer-lost`: it is done, and the client asks once more. */
export type Fault = "crash-before" | "crash-after" | "error-before" | "error-after" | "answer-lost";

export const FAULTS: readonly Fault[] = [
  "crash-before",
  "crash-after",
  "error-before",
  "error-after",
  "answer-lost",
];

/** A command that runs, from its start to its end or its crash. */
export interface Process {
  readonly name: string;
  readonly store: ObjectStore;
  /** As wrong as clocks are, but neither slow nor fast. */
  readonly clock: Clock;
  /** What became of its requests, where that was not what it asked for. */
  readonly faults: readonly Fault[];
  readonly startedAt: number;
}

export type Outcome<Result> =
  | { readonly kind: "done"; readonly result: Result }
  | { readonly kind: "failed"; readonly error: KanjoError }
  | { readonly kind: "crashed" };

export interface SimulationOptions {
  readonly store: ObjectStore;
  readonly random: Random;
  readonly observer: Observer;
  /** Milliseconds; the store's clock, too, where that is simulated. */
  readonly time: { now: number };
  /** `live`: others write between two keys of a list; `page`: a list is one request. */
  readonly listing: "live" | "page";
  /** Called for every request, with what it asks for and the name of the process. */
  readonly chooseFault: (what: string, process: string) => Fault | null;
  /** Milliseconds that pass before a request is done. */
  readonly chooseDelay: () => number;
  /** Asked before each request: whether some process hangs now. */
  readonly chooseHang: () => Hang | null;
}

/** One process is not answered for a while; time passes, and then others go on before it does. */
export interface Hang {
  readonly milliseconds: number;
  /** Requests of others. */
  readonly turns: number;
  /** Name of the process; any where it is not given. */
  readonly process?: string;
}

interface Request {
  readonly process: LiveProcess;
  readonly what: string;
  readonly due: number;
  readonly deadline: number;
  /** Does it once; what it gives delivers the answer. */
  perform(): Promise<() => void>;
  reject(error: KanjoError): void;
}

interface LiveProcess extends Process {
  readonly faults: Fault[];
  requests: number;
  /** Requests of others that come before its next. */
  hangs: number;
  crash(): void;
}

/** How often the same process goes on where it could be another's turn. */
const STICKINESS = 0.6;

/** Whether a request changes what lies in the store. */
export function isChange(what: string): boolean {
  return /^(write|remove) /.test(what);
}

/** Where a simulation's time begins. */
export const START_MS = Date.parse("2026-11-23T00:00:00Z");

export class Simulation {
  /** What happened, for whoever has to understand a failure. */
  readonly trace: string[] = [];
  readonly #options: SimulationOptions;
  readonly #processes = new Set<LiveProcess>();
  #requests: readonly Request[] = [];
  #count = 0;
  #latest: LiveProcess | null = null;
  #wake: () => void = () => {};

  constructor(options: SimulationOptions) {
    this.#options = options;
  }

  /** How many requests there were. */
  get requests(): number {
    return this.#count;
  }

  /** Starts a process, which others run beside; anything but a KanjoError that it throws is a defect. */
  async start<Result>(
    name: string,
    body: (process: Process) => Promise<Result>,
  ): Promise<{ readonly process: Process; readonly outcome: Outcome<Result> }> {
    const { promise: crashed, resolve } = Promise.withResolvers<Outcome<Result>>();
    const process = this.#createProcess(name, () => resolve({ kind: "crashed" }));
    this.#processes.add(process);
    try {
      const outcome = await Promise.race([runToEnd(body(process)), crashed]);
      const { kind } = outcome;
      this.#note(`${name}: ${kind === "failed" ? outcome.error.message : kind}`);
      return { process, outcome };
    } finally {
      this.#processes.delete(process);
      this.#requests = this.#requests.filter((request) => request.process !== process);
      this.#wake();
    }
  }

  #createProcess(name: string, crash: () => void): LiveProcess {
    const { store, random, observer, time, listing } = this.#options;
    const offset = random.below(7_200_000) - 3_600_000;
    const ask: Ask = (what, perform, limits) => this.#ask(process, what, perform, limits);
    const process: LiveProcess = {
      name,
      store: createSimulatedStore({ store, listing, ask, observer, name }),
      clock: {
        now: () => time.now + offset,
        pause: (milliseconds) => ask("pause", () => Promise.resolve(), { pause: milliseconds }),
      },
      faults: [],
      startedAt: time.now,
      requests: 0,
      hangs: 0,
      crash,
    };
    return process;
  }

  #ask<Value>(
    process: LiveProcess,
    what: string,
    perform: () => Promise<Value>,
    { pause = 0, deadline = Infinity }: Limits = {},
  ): Promise<Value> {
    const { now } = this.#options.time;
    const { promise, resolve, reject } = Promise.withResolvers<Value>();
    const request: Request = {
      process,
      what,
      due: now + pause,
      deadline: now + deadline,
      perform: async () => {
        const value = await perform();
        return () => resolve(value);
      },
      reject,
    };
    // One whose sibling failed may never be awaited.
    promise.catch(() => {});
    process.requests += 1;
    this.#requests = [...this.#requests, request];
    this.#wake();
    return promise;
  }

  /** Answers requests until all of this has ended. */
  async drive<Result>(work: Promise<Result>): Promise<Result> {
    let hasEnded = false;
    const note = (): void => {
      hasEnded = true;
      this.#wake();
    };
    work.then(note, note);
    for (;;) {
      await this.#waitForRequests(() => hasEnded);
      if (hasEnded) return work;
      await this.#answer(this.#chooseRequest());
    }
  }

  /** Until every process waits for an answer. */
  async #waitForRequests(hasEnded: () => boolean): Promise<void> {
    for (;;) {
      await passTurn();
      const isBusy = [...this.#processes].some(({ requests }) => requests === 0);
      if (hasEnded() || (!isBusy && this.#requests.length > 0)) return;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  #chooseRequest(): Request {
    const { random, time, chooseDelay } = this.#options;
    time.now += chooseDelay();
    this.#hangOne();
    const awake = this.#requests.filter(({ process }) => process.hangs === 0);
    const pool = awake.length > 0 ? awake : this.#requests;
    time.now = Math.max(time.now, Math.min(...pool.map(({ due }) => due)));
    const eligible = pool.filter((request) => request.due <= time.now);
    const again = eligible.filter(({ process }) => process === this.#latest);
    const chosen = random.pick(again.length > 0 && random.chance(STICKINESS) ? again : eligible);
    this.#latest = chosen.process;
    this.#requests = this.#requests.filter((request) => request !== chosen);
    for (const process of this.#processes) process.hangs = Math.max(0, process.hangs - 1);
    return chosen;
  }

  #hangOne(): void {
    const { random, time, chooseHang } = this.#options;
    const hang = chooseHang();
    const candidates = [...this.#processes].filter(
      ({ name }) => hang?.process === undefined || hang.process === name,
    );
    if (hang === null || candidates.length === 0) return;
    const process = random.pick(candidates);
    process.hangs = hang.turns;
    time.now += hang.milliseconds;
    this.#note(`${process.name} hangs`);
  }

  async #answer(request: Request): Promise<void> {
    const { process, what } = request;
    const { time, chooseFault } = this.#options;
    process.requests -= 1;
    this.#count += 1;
    const isLate = time.now > request.deadline;
    const fault = isLate ? "error-before" : chooseFault(what, process.name);
    this.#note(`${process.name}: ${what}${fault === null ? "" : ` -> ${fault}`}`);
    if (fault !== null) process.faults.push(fault);
    if (fault === "crash-before") return process.crash();
    if (fault === "error-before") return request.reject(describeLoss(what));
    let answer = await request.perform();
    if (fault === "crash-after") return process.crash();
    if (fault === "error-after") return request.reject(describeLoss(what));
    if (fault === "answer-lost" && isChange(what)) answer = await request.perform();
    answer();
  }

  #note(text: string): void {
    const seconds = (this.#options.time.now - START_MS) / 1000;
    this.trace.push(`${seconds.toFixed(1)} ${text}`);
  }
}

function describeLoss(what: string): KanjoError {
  return new KanjoError("object-store-failed", `${what}: connection lost`);
}

async function runToEnd<Result>(work: Promise<Result>): Promise<Outcome<Result>> {
  try {
    return { kind: "done", result: await work };
  } catch (error) {
    if (error instanceof KanjoError) return { kind: "failed", error };
    throw error;
  }
}
