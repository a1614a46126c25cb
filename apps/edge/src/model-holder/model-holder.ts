/**
 * The model that an isolate serves, and how it comes and goes.
 *
 * The first request starts an attempt (pointer, manifest, files, session) and all
 * that come meanwhile wait for the same one. Once there is a model, requests never
 * wait: when what is known of the pointer is old, one of them starts an attempt in
 * its background, and a release that loads takes the place of the old one, which
 * is released after its last answer. A release that does not load is refused and
 * the old one serves on.
 *
 * workerd binds I/O to the request that started it, and a cancelled request takes
 * its I/O with it. So attempts are kept alive by `waitUntil`, waiting requests
 * have timers of their own, and an attempt that takes too long is given up on.
 */
import { KanjoError, messageOf } from "@kanjo/shared/error";

import type { Logger } from "../logger.ts";
import type { Model } from "../model/model.ts";
import { LeasedModel } from "./leased-model.ts";
import { ReleaseLoader, type ReleaseSource, toKanjoError } from "./release-loader.ts";
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
  readonly number: number;
  readonly startedAtMs: number;
  /** Never rejects: null, or why there is no new model. */
  readonly done: Promise<KanjoError | null>;
}

export class ModelHolder {
  readonly #options: ModelHolderOptions;
  readonly #loader: ReleaseLoader;
  #current: LeasedModel | null = null;
  #attempt: Attempt | null = null;
  #attempts = 0;
  #checkedAtMs = Number.NEGATIVE_INFINITY;
  #failure: { readonly reason: KanjoError; readonly atMs: number } | null = null;

  constructor(options: ModelHolderOptions) {
    this.#options = options;
    this.#loader = new ReleaseLoader(options.source, options.now, options.logger);
  }

  /** Lets `work` have the model, which stays loaded until `work` ends. */
  async use<T>(waiter: Waiter, work: (model: Model) => Promise<T>): Promise<Outcome<T>> {
    if (this.#current === null) {
      const reason = await this.#waitForModel(waiter);
      if (reason !== null) return { kind: "unavailable", reason };
    } else {
      this.#checkPointerWhenDue(waiter);
    }
    return { kind: "answered", value: await this.#requireCurrent().use(work) };
  }

  async #waitForModel(waiter: Waiter): Promise<KanjoError | null> {
    const { loadLimitMs, now } = this.#options;
    if (this.#failure !== null && now() < this.#failure.atMs + RETRY_PAUSE_MS) {
      return this.#failure.reason;
    }
    const attempt = this.#liveAttempt() ?? this.#start(waiter);
    const leftMs = attempt.startedAtMs + loadLimitMs - now();
    return waitAtMost(attempt.done, leftMs, () => this.#giveUp(attempt));
  }

  #checkPointerWhenDue(waiter: Waiter): void {
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

  /** Null when another attempt brought a model meanwhile. */
  #giveUp(attempt: Attempt): KanjoError | null {
    const { loadLimitMs, logger } = this.#options;
    const message = `the model did not load within ${loadLimitMs / 1000} s`;
    if (this.#attempt === attempt) {
      this.#attempt = null;
      logger.error("load-given-up", { code: "load-timed-out", message });
    }
    return this.#current === null ? new KanjoError("load-timed-out", message) : null;
  }

  #start(waiter: Waiter): Attempt {
    const startedAtMs = this.#options.now();
    this.#attempts += 1;
    this.#checkedAtMs = startedAtMs;
    const number = this.#attempts;
    const attempt = { number, startedAtMs, done: this.#run(number) };
    this.#attempt = attempt;
    waiter.waitUntil(attempt.done);
    return attempt;
  }

  async #run(number: number): Promise<KanjoError | null> {
    try {
      const model = await this.#loader.loadNext(this.#current?.model ?? null);
      if (model !== null) await this.#install(model, number);
      this.#failure = null;
      return null;
    } catch (error) {
      const reason = toKanjoError(error);
      this.#failure = { reason, atMs: this.#options.now() };
      return reason;
    } finally {
      if (this.#attempt?.number === number) this.#attempt = null;
    }
  }

  /** An attempt that was given up on and then overtaken has nothing to install. */
  async #install(model: Model, number: number): Promise<void> {
    if (number !== this.#attempts) {
      await model.release();
      throw new KanjoError("load-timed-out", "a later attempt took the place of this one");
    }
    const previous = this.#current;
    this.#current = new LeasedModel(model, (error) => this.#logReleaseFailure(error));
    previous?.retire();
    const { name, version, manifestSha256 } = model;
    const previousVersion = previous?.model.version ?? null;
    this.#options.logger.info("model-loaded", { name, version, manifestSha256, previousVersion });
  }

  #logReleaseFailure(error: unknown): void {
    this.#options.logger.error("model-not-released", { message: messageOf(error) });
  }
}
