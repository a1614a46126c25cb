import { KanjoError, messageOf } from "@kanjo/shared/error";
import type { ChannelPointer } from "@kanjo/shared/manifest/pointer";

import type { Logger } from "../logger.ts";
import { GoldenTrial } from "../model/golden-trial.ts";
import type { LoadSite } from "../model/load-model.ts";
import type { Model } from "../model/model.ts";
import { Refusals } from "./refusals.ts";

export interface ReleaseSource {
  readonly readPointers: () => Promise<PointerReading>;
  readonly loadModel: (pointer: ChannelPointer, site: LoadSite) => Promise<Model>;
}

/** What may be served. */
export interface PointerReading {
  /** At least one, what is to be served first. */
  readonly pointers: readonly [ChannelPointer, ...ChannelPointer[]];
  /** Why there is not another one; null where there is nothing to report. */
  readonly problem: KanjoError | null;
}

/** What the isolate has while another release is looked for. */
export interface Situation {
  /** What answers when the attempt begins; null while nothing can. */
  readonly serving: Model | null;
  /** What answered last, to be loaded again when nothing else can be; null for a new isolate. */
  readonly lastServed: ChannelPointer | null;
}

export interface LoadedRelease {
  readonly pointer: ChannelPointer;
  readonly model: Model;
  readonly trial: GoldenTrial;
}

/** Loads what the channels point to, unless it is served already or was refused a moment ago. */
export class ReleaseLoader {
  readonly #source: ReleaseSource;
  readonly #now: () => number;
  readonly #logger: Logger;
  readonly #refusals = new Refusals();

  constructor(source: ReleaseSource, now: () => number, logger: Logger) {
    this.#source = source;
    this.#now = now;
    this.#logger = logger;
  }

  /**
   * A release to take the place of the one that serves; null when that one is to stay.
   * @throws KanjoError why there is none
   */
  async loadNext(situation: Situation, site: LoadSite): Promise<LoadedRelease | null> {
    const pointers = await this.#listPointers(situation, site);
    const outcome = await this.#tryEach(pointers, situation, site);
    return outcome instanceof KanjoError ? this.#fallBack(outcome, situation, site) : outcome;
  }

  /** Remembers that a release is not to be served, and says so in the log. */
  refuse(
    { version, manifestSha256 }: ChannelPointer,
    error: unknown,
    { serving }: Situation,
  ): KanjoError {
    const fields = { version, serving: serving?.version ?? null };
    const reason = this.#logged("release-refused", error, fields);
    this.#refusals.add(manifestSha256, reason, this.#now());
    return reason;
  }

  /** Without the store, what answered last is what there is to load after a trap. */
  async #listPointers(
    { serving, lastServed }: Situation,
    site: LoadSite,
  ): Promise<readonly ChannelPointer[]> {
    const fields = { serving: serving?.version ?? null };
    try {
      const { pointers, problem } = await this.#source.readPointers();
      if (problem !== null) this.#logged("pointer-unusable", problem, fields);
      const known = [...pointers, ...(lastServed === null ? [] : [lastServed])];
      this.#refusals.keepOnly(known.map(({ manifestSha256 }) => manifestSha256));
      return pointers;
    } catch (error) {
      const reason = this.#logged("pointer-unusable", error, fields);
      if (!site.isServing() && lastServed !== null) return [lastServed];
      throw reason;
    }
  }

  /** The first that can be loaded, or why the one that should have been cannot. */
  async #tryEach(
    pointers: readonly ChannelPointer[],
    situation: Situation,
    site: LoadSite,
  ): Promise<LoadedRelease | null | KanjoError> {
    let reason: KanjoError | null = null;
    for (const pointer of pointers) {
      const { manifestSha256 } = pointer;
      if (site.isServing() && manifestSha256 === situation.serving?.manifestSha256) return null;
      const outcome =
        this.#refusals.find(manifestSha256, this.#now()) ??
        (await this.#load(pointer, situation, site));
      if (!(outcome instanceof KanjoError)) return outcome;
      reason ??= outcome;
    }
    return reason;
  }

  /** The model that served has left and nothing took its place: it comes back. */
  async #fallBack(
    reason: KanjoError,
    situation: Situation,
    site: LoadSite,
  ): Promise<LoadedRelease> {
    const { lastServed } = situation;
    if (site.isServing() || lastServed === null) throw reason;
    const isPaused = this.#refusals.find(lastServed.manifestSha256, this.#now()) !== null;
    const outcome = isPaused ? reason : await this.#load(lastServed, situation, site);
    if (outcome instanceof KanjoError) throw reason;
    return outcome;
  }

  async #load(
    pointer: ChannelPointer,
    situation: Situation,
    site: LoadSite,
  ): Promise<LoadedRelease | KanjoError> {
    try {
      const model = await this.#source.loadModel(pointer, site);
      const trial = await this.#try(model, this.#isToPassFirst(pointer, situation));
      this.#refusals.remove(pointer.manifestSha256);
      return { pointer, model, trial };
    } catch (error) {
      return this.refuse(pointer, error, situation);
    }
  }

  /** What takes the place of a release that served, and what was refused before. */
  #isToPassFirst({ manifestSha256 }: ChannelPointer, { lastServed }: Situation): boolean {
    const isReplacing = lastServed !== null && manifestSha256 !== lastServed.manifestSha256;
    return isReplacing || this.#refusals.has(manifestSha256);
  }

  async #try(model: Model, isToPassFirst: boolean): Promise<GoldenTrial> {
    const trial = new GoldenTrial(model);
    try {
      await (isToPassFirst ? trial.finish(async () => {}) : trial.begin());
      return trial;
    } catch (error) {
      await model.release();
      throw error;
    }
  }

  /** Texts of users are nowhere near a load, so its messages are safe to log. */
  #logged(event: string, error: unknown, fields: Record<string, string | null>): KanjoError {
    const reason = toKanjoError(error);
    this.#logger.error(event, { code: reason.code, message: reason.message, ...fields });
    return reason;
  }
}

/** What was thrown during a load, as something that the answer may say. */
export function toKanjoError(error: unknown): KanjoError {
  if (error instanceof KanjoError) return error;
  return new KanjoError("load-failed", `the model cannot be loaded: ${messageOf(error)}`, {
    cause: error,
  });
}
