/**
 * A canonical prefix code: code lengths alone define it (RFC 1951, section
 * 3.2.2). The decoder looks the next bits up in one table.
 */
import { invalidDictionary } from "./invalid-dictionary.ts";

/** Codes of all symbols from their lengths, first bit highest; the code of a length 0 is unused. */
export function assignCodes(lengths: Uint8Array): Uint16Array {
  const next = firstCodes(lengths);
  return Uint16Array.from(lengths, (length) => {
    const code = next[length] ?? 0;
    next[length] = code + 1;
    return code;
  });
}

/**
 * For every `maxBits` bits, `symbol << 4 | length` of the code that they begin with.
 * @throws KanjoError `dictionary-invalid` when the lengths are not those of a complete code
 */
export function makeDecodeTable(lengths: Uint8Array, maxBits: number): Uint16Array {
  const table = new Uint16Array(1 << maxBits);
  const codes = assignCodes(lengths);
  let filled = 0;
  lengths.forEach((length, symbol) => {
    if (length === 0) return;
    const span = length <= maxBits ? 1 << (maxBits - length) : Infinity;
    const start = (codes[symbol] ?? 0) * span;
    if (filled + span <= table.length) table.fill((symbol << 4) | length, start, start + span);
    filled += span;
  });
  if (filled === table.length) return table;
  throw invalidDictionary(
    `the lengths of its prefix code fill ${filled} of ${table.length} places`,
  );
}

function firstCodes(lengths: Uint8Array): Uint32Array {
  const counts = new Uint32Array(17);
  for (const length of lengths) counts[length] = (counts[length] ?? 0) + 1;
  counts[0] = 0;
  const first = new Uint32Array(17);
  for (let length = 1; length < 17; length++) {
    first[length] = ((first[length - 1] ?? 0) + (counts[length - 1] ?? 0)) << 1;
  }
  return first;
}
