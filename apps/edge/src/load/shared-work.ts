/**
 * Work that several requests want at the same time, done once.
 *
 * It runs on behalf of the request that started it, and `keepAlive` lets it go on
 * when that client has left. It is dropped when all who asked for it have. Nobody can
 * tell who else asked: what they get is the same, at the same time or later.
 */
import { KanjoError } from "@kanjo/shared/error";

import { waitAtMost } from "../model-holder/wait-at-most.ts";
import type { KeepAlive } from "./line.ts";

/** A request that wants the work's result. */
export interface Asker {
  /** Aborted when the client has gone away. */
  readonly signal: AbortSignal;
  readonly keepAlive: KeepAlive;
}

/** What the work is told of those who want it. */
export interface Audience {
  /** Calls `drop` when nobody wants the result any more. */
  readonly onGone: (drop: () => void) => void;
}

export interface Share<T> {
  readonly value: T;
  /** Whether another request had started the work. */
  readonly isShared: boolean;
}

/** Work whose request was cancelled with all that it did never ends; whoever joined it waits so long, in ms. */
const WAIT_LIMIT_MS = 30_000;

interface Work<T> {
  readonly done: Promise<T>;
  askers: number;
  drop: () => void;
}

export class SharedWork<T> {
  readonly #running = new Map<string, Work<T>>();

  /**
   * What `start` makes: its own work's, or that of the same key which runs already.
   * @throws KanjoError `question-abandoned`, `overloaded`, and what the work throws
   */
  async join(
    key: string,
    asker: Asker,
    start: (audience: Audience) => Promise<T>,
  ): Promise<Share<T>> {
    if (asker.signal.aborted) throw createAbandoned();
    const running = this.#running.get(key);
    const work = running ?? this.#start(key, asker, start);
    return { value: await this.#wait(key, work, asker.signal), isShared: running !== undefined };
  }

  #start(key: string, asker: Asker, start: (audience: Audience) => Promise<T>): Work<T> {
    const drops: (() => void)[] = [];
    const drop = (): void => drops.forEach((each) => each());
    const done = start({ onGone: (each) => drops.push(each) });
    const work: Work<T> = { done, askers: 0, drop };
    this.#running.set(key, work);
    const forget = (): void => this.#forget(key, work);
    asker.keepAlive(done.then(forget, forget));
    return work;
  }

  async #wait(key: string, work: Work<T>, signal: AbortSignal): Promise<T> {
    const gone = Promise.withResolvers<never>();
    const leave = (): void => gone.reject(createAbandoned());
    signal.addEventListener("abort", leave, { once: true });
    work.askers += 1;
    try {
      const made = work.done.then((value) => ({ value }));
      const first = Promise.race([made, gone.promise]);
      const outcome = await waitAtMost<{ value: T } | null>(first, WAIT_LIMIT_MS, () => null);
      if (outcome !== null) return outcome.value;
      this.#forget(key, work);
      throw createOverloaded();
    } finally {
      signal.removeEventListener("abort", leave);
      this.#leave(key, work);
    }
  }

  /** Forgotten before it is dropped, so that nobody joins what will fail. */
  #leave(key: string, work: Work<T>): void {
    work.askers -= 1;
    if (work.askers > 0) return;
    this.#forget(key, work);
    work.drop();
  }

  #forget(key: string, work: Work<T>): void {
    if (this.#running.get(key) === work) this.#running.delete(key);
  }
}

function createAbandoned(): KanjoError {
  return new KanjoError("question-abandoned", "the client has gone away");
}

function createOverloaded(): KanjoError {
  return new KanjoError("overloaded", "the answer that others wait for, too, does not come", {
    hint: "Ask again in a moment.",
  });
}
