import type { Model } from "../model/model.ts";
import type { LoadedRelease } from "./release-loader.ts";

/** Counts who uses a model, so that a retired one is released after its last answer. */
export class LeasedModel {
  readonly loaded: LoadedRelease;
  readonly #onReleaseFailed: (error: unknown) => void;
  readonly #released = Promise.withResolvers<void>();
  #users = 0;
  #state: "serving" | "retired" | "released" = "serving";

  constructor(loaded: LoadedRelease, onReleaseFailed: (error: unknown) => void) {
    this.loaded = loaded;
    this.#onReleaseFailed = onReleaseFailed;
  }

  get model(): Model {
    return this.loaded.model;
  }

  async use<T>(work: (model: Model) => Promise<T>): Promise<T> {
    this.#users += 1;
    try {
      return await work(this.model);
    } finally {
      this.#users -= 1;
      if (this.#users === 0 && this.#state === "retired") this.release();
    }
  }

  /** No new users from here on. Resolves once its memory is given back. */
  retire(): Promise<void> {
    if (this.#state === "serving") this.#state = "retired";
    if (this.#users === 0) this.release();
    return this.#released.promise;
  }

  /** Whoever still asks is told `model-restarting`. */
  release(): void {
    if (this.#state === "released") return;
    this.#state = "released";
    void this.model.release().catch(this.#onReleaseFailed).then(this.#released.resolve);
  }
}
