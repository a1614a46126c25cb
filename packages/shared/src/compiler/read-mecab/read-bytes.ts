/** MeCab writes numbers as a little-endian machine has them in memory, and so do the typed arrays here read them. */

const MAX_SHOWN_BYTES = 32;

/** The bytes, an even number of them, as unsigned 16-bit numbers; in place where they are aligned. */
export function viewUint16(bytes: Uint8Array): Uint16Array {
  const { buffer, byteOffset, byteLength } = alignBytes(bytes, 2);
  return new Uint16Array(buffer, byteOffset, byteLength / 2);
}

/** The bytes, an even number of them, as signed 16-bit numbers; in place where they are aligned. */
export function viewInt16(bytes: Uint8Array): Int16Array {
  const { buffer, byteOffset, byteLength } = alignBytes(bytes, 2);
  return new Int16Array(buffer, byteOffset, byteLength / 2);
}

/** The bytes, a multiple of four, as signed 32-bit numbers; in place where they are aligned. */
export function viewInt32(bytes: Uint8Array): Int32Array {
  const { buffer, byteOffset, byteLength } = alignBytes(bytes, 4);
  return new Int32Array(buffer, byteOffset, byteLength / 4);
}

/** The bytes, a multiple of four, as unsigned 32-bit numbers; in place where they are aligned. */
export function viewUint32(bytes: Uint8Array): Uint32Array {
  const { buffer, byteOffset, byteLength } = alignBytes(bytes, 4);
  return new Uint32Array(buffer, byteOffset, byteLength / 4);
}

/** A C string's bytes up to its NUL, or all of them. */
export function cutAtNul(bytes: Uint8Array): Uint8Array {
  const end = bytes.indexOf(0);
  return end === -1 ? bytes : bytes.subarray(0, end);
}

/** `[e3 81 82]`, of many bytes only the first. */
export function formatHex(bytes: Uint8Array): string {
  const shown = bytes.subarray(0, MAX_SHOWN_BYTES);
  const hex = Array.from(shown, (byte) => byte.toString(16).padStart(2, "0")).join(" ");
  return bytes.length > shown.length ? `[${hex} ...]` : `[${hex}]`;
}

/** The text of valid UTF-8, a BOM kept; undefined of anything else. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function alignBytes(bytes: Uint8Array, elementBytes: number): Uint8Array {
  return bytes.byteOffset % elementBytes === 0 ? bytes : bytes.slice();
}
