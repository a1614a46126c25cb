import type { TokensWithIds } from "./json-segment.ts";

const encoder = new TextEncoder();

/**
 * Replaces each token that the vocabulary lacks by the tokens of its UTF-8 bytes,
 * `<0xE3>` and the like, if it has them all. It is what the Rust library's Unigram
 * does with `byte_fallback` (tokenizers/src/models/unigram/model.rs).
 */
export function fallBackToBytes(
  { tokens, ids }: TokensWithIds,
  unknownId: number | undefined,
  findId: (token: string) => number | undefined,
): TokensWithIds {
  const replaced = tokens.flatMap((token, index) => {
    const itself = { token, id: ids[index] ?? 0 };
    if (itself.id !== unknownId || findId(token) !== undefined) return [itself];
    return readBytes(token, findId) ?? [itself];
  });
  return { tokens: replaced.map(({ token }) => token), ids: replaced.map(({ id }) => id) };
}

function readBytes(text: string, findId: (token: string) => number | undefined) {
  const bytes = Array.from(encoder.encode(text), (byte) => {
    const token = `<0x${byte.toString(16).toUpperCase().padStart(2, "0")}>`;
    return { token, id: findId(token) };
  });
  return bytes.every(hasId) ? bytes : undefined;
}

function hasId(byte: {
  token: string;
  id: number | undefined;
}): byte is { token: string; id: number } {
  return byte.id !== undefined;
}
