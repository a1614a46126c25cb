import type { Logger } from "../logger.ts";

/** A binding that counts; see `ratelimits` in wrangler.toml. */
export interface RateLimiter {
  limit(options: { readonly key: string }): Promise<{ readonly success: boolean }>;
}

/** Those that are bound; what is not is not limited. */
export interface RateLimiters {
  readonly byAddress: RateLimiter | null;
  readonly byKey: RateLimiter | null;
}

/** Whether this one may ask. A limiter that fails limits nobody, and the log says so. */
export async function mayAsk(
  limiter: RateLimiter | null,
  key: string,
  logger: Logger,
): Promise<boolean> {
  if (limiter === null) return true;
  try {
    return (await limiter.limit({ key })).success;
  } catch (error) {
    const name = error instanceof Error ? error.name : "unknown";
    logger.error("rate-limiter-failed", { error: name });
    return true;
  }
}

/**
 * What is counted as one address: an IPv4 address, or the 64 bits of an IPv6 address
 * that one customer has. Cloudflare sets the header; nobody else can.
 */
export function readAddress(headers: Headers): string {
  const address = headers.get("cf-connecting-ip")?.trim().toLowerCase() ?? "";
  if (address === "") return "unknown";
  return address.includes(":") ? takePrefix(address) : address;
}

const GROUPS = 8;
const PREFIX_GROUPS = 4;

function takePrefix(address: string): string {
  const [head = "", tail] = address.split("::");
  const first = head === "" ? [] : head.split(":");
  const last = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = Array<string>(Math.max(0, GROUPS - first.length - last.length)).fill("0");
  const groups = tail === undefined ? first : [...first, ...zeros, ...last];
  const prefix = groups.slice(0, PREFIX_GROUPS).map((group) => group.replace(/^0+(?=.)/, ""));
  return `${prefix.join(":")}::/64`;
}
