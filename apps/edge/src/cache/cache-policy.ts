import type { Settings } from "../settings.ts";

/** How long an answer may be kept, and by whom. */
export interface CachePolicy {
  /** In our own store, where the model's digest is part of the name. */
  readonly stored: string;
  /** Headers for whoever gets the answer. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Null where answers are not kept. Others than our own store know an answer by its
 * address alone, which is the same for every model. So they may keep it as long as an
 * isolate keeps what it knows of the channel, and then have to ask, which costs no
 * inference: a roll back is seen by all within two such spans.
 */
export function createCachePolicy({
  cacheSeconds,
  pointerMaxAgeMs,
  apiKeys,
}: Pick<Settings, "cacheSeconds" | "pointerMaxAgeMs" | "apiKeys">): CachePolicy | null {
  if (cacheSeconds === 0) return null;
  const seconds = Math.min(cacheSeconds, Math.floor(pointerMaxAgeMs / 1000));
  const stored = `public, max-age=${cacheSeconds}`;
  if (apiKeys.length === 0) {
    return {
      stored,
      headers: { "cache-control": `public, max-age=${seconds}, s-maxage=${seconds}` },
    };
  }
  return {
    stored,
    headers: { "cache-control": `private, max-age=${seconds}`, vary: "Authorization, X-API-Key" },
  };
}
