/**
 * API keys, of which the worker knows only the SHA-256. That is enough for a key of
 * 256 random bits, which nobody guesses: slow hashes are for passwords.
 */
import { sha256 } from "@kanjo/shared/digest";
import { Identifier } from "@kanjo/shared/manifest/identifier";

export interface ApiKeyHash {
  /** Who has it; the name goes into the log. */
  readonly name: string;
  /** SHA-256 of the key, 64 lower-case hexadecimal digits. */
  readonly sha256: string;
}

/** Longest key that is looked at, in UTF-16 units. */
const MAX_KEY_UNITS = 512;

/** Reads `name:sha256, name:sha256`; null for what is none. Names may repeat while a key is replaced. */
export function parseApiKeyHashes(list: string): ApiKeyHash[] | null {
  const keys = list.split(",").map((entry) => parseApiKeyHash(entry.trim()));
  return keys.every((key) => key !== null) ? keys : null;
}

function parseApiKeyHash(entry: string): ApiKeyHash | null {
  const [, name = "", digest] = /^([^:]+):([0-9a-f]{64})$/.exec(entry) ?? [];
  return digest !== undefined && Identifier.safeParse(name).success
    ? { name, sha256: digest }
    : null;
}

/** The key of `Authorization: Bearer` or `X-API-Key`; null where there is none. */
export function readApiKey(headers: Headers): string | null {
  const [, bearer] = /^Bearer +([\w.~+/-]+=*)$/i.exec(headers.get("authorization") ?? "") ?? [];
  const key = bearer ?? headers.get("x-api-key");
  return key !== null && key !== "" && key.length <= MAX_KEY_UNITS ? key : null;
}

/** The name of whoever has this key; null for a key that nobody has. */
export async function findKeyName(
  key: string,
  hashes: readonly ApiKeyHash[],
): Promise<string | null> {
  const digest = await sha256(new Uint8Array(new TextEncoder().encode(key)));
  let found: string | null = null;
  for (const hash of hashes) {
    if (isSame(digest, hash.sha256)) found = hash.name;
  }
  return found;
}

/** In a time that does not tell where two digests differ. */
function isSame(a: string, b: string): boolean {
  let difference = a.length ^ b.length;
  for (let at = 0; at < a.length; at++) difference |= a.charCodeAt(at) ^ b.charCodeAt(at);
  return difference === 0;
}
