import type { LeasedModel } from "./leased-model.ts";
import { waitAtMost } from "./wait-at-most.ts";

/** How long, in ms, a model that makes room waits for its last answer; one inference takes 0.1 s. */
const LAST_ANSWER_LIMIT_MS = 5_000;

/** Models that take no more questions and whose memory is not given back yet. */
export class RetiredModels {
  readonly #now: () => number;
  readonly #forgottenAfterMs: number;
  /** And since when. */
  readonly #models = new Map<LeasedModel, number>();

  /** @param forgottenAfterMs an answer that takes longer was taken along by a cancelled request */
  constructor(now: () => number, forgottenAfterMs: number) {
    this.#now = now;
    this.#forgottenAfterMs = forgottenAfterMs;
  }

  add(leased: LeasedModel): void {
    this.#models.set(leased, this.#now());
    void leased.retire().then(() => this.#models.delete(leased));
  }

  /** Resolves when all have given their memory back. */
  async leave(): Promise<void> {
    const leaving = [...this.#models.keys()];
    const left = Promise.all(leaving.map((leased) => leased.retire()));
    await waitAtMost(left, LAST_ANSWER_LIMIT_MS, () => []);
    for (const leased of leaving) leased.release();
  }

  releaseForgotten(): void {
    for (const [leased, retiredAtMs] of this.#models) {
      if (this.#now() - retiredAtMs >= this.#forgottenAfterMs) leased.release();
    }
  }
}
