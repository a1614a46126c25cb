import type { KanjoError } from "@kanjo/shared/error";

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 300_000;

interface Refusal {
  readonly manifestSha256: string;
  readonly reason: KanjoError;
  readonly failures: number;
  readonly retryAtMs: number;
}

/**
 * Remembers the release that could not be loaded, so that it is not fetched again
 * and again: 1 s after the first failure, twice as long after each further one,
 * at most 5 minutes. Another release is tried at once.
 */
export class Refusals {
  #last: Refusal | null = null;

  /** Why the release is not tried at this time; null when it may be. */
  find(manifestSha256: string, nowMs: number): KanjoError | null {
    if (this.#last?.manifestSha256 !== manifestSha256) return null;
    return nowMs < this.#last.retryAtMs ? this.#last.reason : null;
  }

  add(manifestSha256: string, reason: KanjoError, nowMs: number): void {
    const before = this.#last?.manifestSha256 === manifestSha256 ? this.#last.failures : 0;
    const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** before, LONGEST_PAUSE_MS);
    this.#last = { manifestSha256, reason, failures: before + 1, retryAtMs: nowMs + pauseMs };
  }

  clear(): void {
    this.#last = null;
  }
}
