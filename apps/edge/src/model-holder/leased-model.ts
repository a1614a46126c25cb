import type { Model } from "../model/model.ts";

/** Counts who uses a model, so that a retired one is released after its last answer. */
export class LeasedModel {
  readonly model: Model;
  readonly #onReleaseFailed: (error: unknown) => void;
  #users = 0;
  #retired = false;

  constructor(model: Model, onReleaseFailed: (error: unknown) => void) {
    this.model = model;
    this.#onReleaseFailed = onReleaseFailed;
  }

  async use<T>(work: (model: Model) => Promise<T>): Promise<T> {
    this.#users += 1;
    try {
      return await work(this.model);
    } finally {
      this.#users -= 1;
      this.#releaseWhenUnused();
    }
  }

  /** No new users from here on. */
  retire(): void {
    this.#retired = true;
    this.#releaseWhenUnused();
  }

  #releaseWhenUnused(): void {
    if (this.#retired && this.#users === 0) this.model.release().catch(this.#onReleaseFailed);
  }
}
