import type { KanjoError } from "@kanjo/shared/error";

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 300_000;

interface Refusal {
  readonly reason: KanjoError;
  readonly failures: number;
  readonly retryAtMs: number;
}

/**
 * Remembers the releases that could not be loaded, so that they are not fetched
 * again and again: 1 s after the first failure, twice as long after each further
 * one, at most 5 minutes. Another release is tried at once.
 */
export class Refusals {
  readonly #refusals = new Map<string, Refusal>();

  /** Why the release is not tried at this time; null when it may be. */
  find(manifestSha256: string, nowMs: number): KanjoError | null {
    const refusal = this.#refusals.get(manifestSha256);
    return refusal !== undefined && nowMs < refusal.retryAtMs ? refusal.reason : null;
  }

  add(manifestSha256: string, reason: KanjoError, nowMs: number): void {
    const before = this.#refusals.get(manifestSha256)?.failures ?? 0;
    const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** before, LONGEST_PAUSE_MS);
    this.#refusals.set(manifestSha256, {
      reason,
      failures: before + 1,
      retryAtMs: nowMs + pauseMs,
    });
  }

  has(manifestSha256: string): boolean {
    return this.#refusals.has(manifestSha256);
  }

  remove(manifestSha256: string): void {
    this.#refusals.delete(manifestSha256);
  }

  /** Forgets all but these, which are what the channels point to. */
  keepOnly(manifestSha256s: readonly string[]): void {
    for (const known of this.#refusals.keys()) {
      if (!manifestSha256s.includes(known)) this.#refusals.delete(known);
    }
  }
}
