/**
 * The model that an isolate serves, and how it comes and goes.
 *
 * The first request starts an attempt (pointers, manifest, files, session) and all
 * that come meanwhile wait for the same one. Once there is a model, requests do not
 * wait: when what is known of the pointers is old, one of them starts an attempt in
 * its background, and a release that loads and passes its trial takes the place of
 * the old one, which is released after its last answer. A release that does not is
 * refused and the old one serves on.
 *
 * There are two gaps in which requests wait as they do at the beginning. Where two
 * releases do not fit beside each other, the old one leaves before the new one is
 * opened, and comes back if that one fails. And when onnxruntime traps, the request
 * that met it is told so, and the release is loaded again.
 *
 * workerd binds I/O to the request that started it, and a cancelled request takes
 * its I/O with it. So attempts are kept alive by `waitUntil`, waiting requests
 * have timers of their own, and an attempt that takes too long is given up on, with
 * what it has taken.
 */
import { KanjoError, messageOf } from "@kanjo/shared/error";
import type { ChannelPointer } from "@kanjo/shared/manifest/pointer";

import type { Logger } from "../logger.ts";
import { Cleanup } from "../model/cleanup.ts";
import type { Model } from "../model/model.ts";
import { LeasedModel } from "./leased-model.ts";
import {
  type LoadedRelease,
  ReleaseLoader,
  type ReleaseSource,
  type Situation,
  toKanjoError,
} from "./release-loader.ts";
import { RetiredModels } from "./retired-models.ts";
import { waitAtMost } from "./wait-at-most.ts";

/** The request on whose behalf something runs on. */
export interface Waiter {
  waitUntil(promise: Promise<unknown>): void;
}

export type Outcome<T> =
  | { readonly kind: "answered"; readonly value: T }
  | { readonly kind: "unavailable"; readonly reason: KanjoError };

export interface ModelHolderOptions {
  readonly source: ReleaseSource;
  readonly pointerMaxAgeMs: number;
  /** An attempt that takes longer is given up on. */
  readonly loadLimitMs: number;
  /** Milliseconds since any fixed moment. */
  readonly now: () => number;
  readonly logger: Logger;
}

/** Pause after an attempt that left the isolate without a model. */
const RETRY_PAUSE_MS = 1_000;

interface Attempt {
  readonly startedAtMs: number;
  /** Gives back what the attempt has taken. */
  readonly cleanup: Cleanup;
  /** Never rejects: null, or why there is no new model. */
  readonly done: Promise<KanjoError | null>;
}

export class ModelHolder {
  readonly #options: ModelHolderOptions;
  readonly #loader: ReleaseLoader;
  readonly #retired: RetiredModels;
  #current: LeasedModel | null = null;
  #lastServed: ChannelPointer | null = null;
  #attempt: Attempt | null = null;
  #checkedAtMs = Number.NEGATIVE_INFINITY;
  #failure: { readonly reason: KanjoError; readonly atMs: number } | null = null;

  constructor(options: ModelHolderOptions) {
    this.#options = options;
    this.#loader = new ReleaseLoader(options.source, options.now, options.logger);
    this.#retired = new RetiredModels(options.now, options.loadLimitMs);
  }

  /** Lets `work` have the model, which stays loaded until `work` ends. */
  async use<T>(waiter: Waiter, work: (model: Model) => Promise<T>): Promise<Outcome<T>> {
    if (this.#isServing()) {
      this.#checkPointersWhenDue(waiter);
    } else {
      const reason = await this.#waitForModel(waiter);
      if (reason !== null) return { kind: "unavailable", reason };
    }
    return this.#useNow(this.#requireCurrent(), waiter, work);
  }

  async #useNow<T>(
    leased: LeasedModel,
    waiter: Waiter,
    work: (model: Model) => Promise<T>,
  ): Promise<Outcome<T>> {
    try {
      return { kind: "answered", value: await leased.use(work) };
    } catch (error) {
      if (!leased.model.isBroken()) throw error;
      if (!this.#isServing() && this.#liveAttempt() === null) this.#start(waiter);
      return { kind: "unavailable", reason: toKanjoError(error) };
    }
  }

  #dropBroken(): void {
    const broken = this.#current;
    if (broken === null || !broken.model.isBroken()) return;
    const { version, manifestSha256 } = broken.model;
    this.#options.logger.error("runtime-broken", { version, manifestSha256 });
    this.#current = null;
    this.#retired.add(broken);
  }

  async #waitForModel(waiter: Waiter): Promise<KanjoError | null> {
    const { loadLimitMs, now } = this.#options;
    const live = this.#liveAttempt();
    if (live === null && this.#failure !== null) {
      if (now() < this.#failure.atMs + RETRY_PAUSE_MS) return this.#failure.reason;
    }
    const attempt = live ?? this.#start(waiter);
    const leftMs = attempt.startedAtMs + loadLimitMs - now();
    const reason = await waitAtMost(attempt.done, leftMs, () => this.#giveUp(attempt));
    return this.#current === null ? (reason ?? createTimedOut(loadLimitMs)) : null;
  }

  #checkPointersWhenDue(waiter: Waiter): void {
    const { now, pointerMaxAgeMs } = this.#options;
    const isDue = now() - this.#checkedAtMs >= pointerMaxAgeMs;
    if (isDue && this.#liveAttempt() === null) this.#start(waiter);
  }

  #requireCurrent(): LeasedModel {
    if (this.#current === null) throw new Error("an attempt ended with neither model nor reason");
    return this.#current;
  }

  #liveAttempt(): Attempt | null {
    const { loadLimitMs, now } = this.#options;
    if (this.#attempt !== null && now() - this.#attempt.startedAtMs >= loadLimitMs) {
      this.#giveUp(this.#attempt);
    }
    return this.#attempt;
  }

  #giveUp(attempt: Attempt): KanjoError {
    const { loadLimitMs, logger } = this.#options;
    const reason = createTimedOut(loadLimitMs);
    if (this.#attempt === attempt) {
      this.#attempt = null;
      attempt.cleanup.run();
      logger.error("load-given-up", { code: reason.code, message: reason.message });
    }
    return reason;
  }

  #start(waiter: Waiter): Attempt {
    const startedAtMs = this.#options.now();
    this.#checkedAtMs = startedAtMs;
    const cleanup = new Cleanup();
    const attempt = { startedAtMs, cleanup, done: this.#run(cleanup) };
    this.#attempt = attempt;
    waiter.waitUntil(attempt.done.then(() => this.#finishTrial()));
    return attempt;
  }

  async #run(cleanup: Cleanup): Promise<KanjoError | null> {
    const isLive = (): boolean => this.#attempt?.cleanup === cleanup;
    try {
      this.#retired.releaseForgotten();
      const loaded = await this.#loader.loadNext(this.#describeSituation(), {
        isServing: () => this.#isServing(),
        makeRoom: () => (isLive() ? this.#makeRoom() : Promise.reject(createOvertaken())),
        cleanup,
      });
      if (loaded !== null) await this.#install(loaded, isLive());
      this.#failure = null;
      return null;
    } catch (error) {
      const reason = toKanjoError(error);
      this.#failure = { reason, atMs: this.#options.now() };
      return reason;
    } finally {
      if (isLive()) this.#attempt = null;
    }
  }

  #isServing(): boolean {
    this.#dropBroken();
    return this.#current !== null;
  }

  #describeSituation(): Situation {
    return { serving: this.#current?.model ?? null, lastServed: this.#lastServed };
  }

  /** What was given up on has been given back. */
  async #install(loaded: LoadedRelease, isLive: boolean): Promise<void> {
    const { model, pointer } = loaded;
    if (!isLive) {
      await model.release();
      throw createOvertaken();
    }
    const previousVersion = this.#lastServed?.version ?? null;
    if (this.#current !== null) this.#retired.add(this.#current);
    this.#current = new LeasedModel(loaded, (error) => this.#logReleaseFailure(error));
    this.#lastServed = pointer;
    const { name, version, manifestSha256 } = model;
    this.#options.logger.info("model-loaded", { name, version, manifestSha256, previousVersion });
  }

  /** Resolves when the memory of every model is given back; requests wait from here on. */
  async #makeRoom(): Promise<void> {
    if (this.#current !== null) this.#retired.add(this.#current);
    this.#current = null;
    await this.#retired.leave();
  }

  /** Asks the golden texts that are left; what a cancelled request cut short goes on after the next attempt. */
  async #finishTrial(): Promise<void> {
    const leased = this.#current;
    if (leased === null) return;
    try {
      await leased.loaded.trial.finish(yieldTurn);
    } catch (error) {
      const isOfLoad = error instanceof KanjoError && error.code === "memory-exhausted";
      if (this.#current === leased && !isOfLoad) this.#condemn(leased, error);
    }
  }

  #condemn(leased: LeasedModel, error: unknown): void {
    const reason = this.#loader.refuse(leased.loaded.pointer, error, this.#describeSituation());
    this.#failure = { reason, atMs: this.#options.now() };
    this.#current = null;
    this.#lastServed = null;
    this.#retired.add(leased);
  }

  #logReleaseFailure(error: unknown): void {
    this.#options.logger.error("model-not-released", { message: messageOf(error) });
  }
}

/** Lets requests that have come meanwhile be answered. */
function yieldTurn(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
}

function createTimedOut(limitMs: number): KanjoError {
  return new KanjoError("load-timed-out", `the model did not load within ${limitMs / 1000} s`);
}

function createOvertaken(): KanjoError {
  return new KanjoError("load-timed-out", "the load was given up on before it ended");
}
