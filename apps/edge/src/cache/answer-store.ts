import type { Logger } from "../logger.ts";

/** What is used of the platform's `caches.default`. */
export interface PlatformCache {
  match(url: string): Promise<Response | undefined>;
  put(url: string, response: Response): Promise<void>;
}

export interface StoreOptions {
  /** Null where the platform has none. */
  readonly cache: PlatformCache | null;
  /** `Cache-Control` of what is kept. */
  readonly cacheControl: string;
  readonly logger: Logger;
}

/**
 * Answers that were given before, by the digests of their questions, in the data
 * centre's cache and under addresses that nothing is served at. Where there is no such
 * cache (Node, a bare workerd; on workers.dev it keeps nothing) there are no answers,
 * and that is said once.
 */
export class AnswerStore {
  readonly #options: StoreOptions;
  #cache: PlatformCache | null;

  constructor(options: StoreOptions) {
    this.#options = options;
    this.#cache = options.cache;
  }

  /**
   * The answer as JSON; undefined where there is none.
   * @param origin of the service, so that no two share answers
   */
  async find(digest: string, origin: string): Promise<unknown> {
    return this.#attempt(async (cache) => {
      const kept = await cache.match(nameOf(digest, origin));
      return kept?.json<unknown>();
    });
  }

  async keep(digest: string, origin: string, answer: object): Promise<void> {
    const headers = { "cache-control": this.#options.cacheControl };
    await this.#attempt(async (cache) => {
      await cache.put(nameOf(digest, origin), Response.json(answer, { headers }));
    });
  }

  async #attempt<T>(use: (cache: PlatformCache) => Promise<T>): Promise<T | undefined> {
    if (this.#cache === null) return undefined;
    try {
      return await use(this.#cache);
    } catch (error) {
      this.#cache = null;
      const name = error instanceof Error ? error.name : "unknown";
      this.#options.logger.error("cache-unavailable", { error: name });
      return undefined;
    }
  }
}

function nameOf(digest: string, origin: string): string {
  return `${origin}/answers/sha256/${digest}`;
}
