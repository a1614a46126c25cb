import { KanjoError, messageOf } from "@kanjo/shared/error";
import type { ChannelPointer } from "@kanjo/shared/manifest/pointer";

import type { Logger } from "../logger.ts";
import type { Model } from "../model/model.ts";
import { Refusals } from "./refusals.ts";

export interface ReleaseSource {
  readonly readPointer: () => Promise<ChannelPointer>;
  readonly loadModel: (pointer: ChannelPointer) => Promise<Model>;
}

/** Loads what the channel points to, unless it is served already or was refused a moment ago. */
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
   * A model to take the place of `serving`; null when the channel still points to it.
   * @throws KanjoError why there is none
   */
  async loadNext(serving: Model | null): Promise<Model | null> {
    const pointer = await this.#readPointer(serving);
    if (pointer.manifestSha256 === serving?.manifestSha256) return null;
    const refusal = this.#refusals.find(pointer.manifestSha256, this.#now());
    if (refusal !== null) throw refusal;
    return this.#load(pointer, serving);
  }

  async #readPointer(serving: Model | null): Promise<ChannelPointer> {
    try {
      return await this.#source.readPointer();
    } catch (error) {
      throw this.#logged("pointer-unusable", error, { serving: serving?.version ?? null });
    }
  }

  async #load(pointer: ChannelPointer, serving: Model | null): Promise<Model> {
    try {
      const model = await this.#source.loadModel(pointer);
      this.#refusals.clear();
      return model;
    } catch (error) {
      const reason = this.#logged("release-refused", error, {
        version: pointer.version,
        serving: serving?.version ?? null,
      });
      this.#refusals.add(pointer.manifestSha256, reason, this.#now());
      throw reason;
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
