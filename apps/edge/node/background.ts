/** What goes on after an answer: Node's process lives on by itself, so it is only kept to be waited for at the end. */
export class Background {
  readonly #running = new Set<Promise<unknown>>();

  /** As Hono's `executionCtx`. */
  readonly context = {
    waitUntil: (promise: Promise<unknown>): void => this.#add(promise),
    passThroughOnException: (): void => {},
    props: {},
  };

  /** Resolves when all has ended, also what began meanwhile. */
  async end(): Promise<void> {
    while (this.#running.size > 0) await Promise.allSettled(this.#running);
  }

  #add(promise: Promise<unknown>): void {
    const settled = promise.catch(() => {}).then(() => void this.#running.delete(settled));
    this.#running.add(settled);
  }
}
