/** Small things in onnxruntime's heap. Addresses are bytes from its start, 4 bytes wide. */
import type { Ort } from "./ort.ts";

const ADDRESS_BYTES = 4;

/** A text that ends with NUL; freed with `free`. */
export function allocateText(ort: Ort, text: string): number {
  const bytes = ort.lengthBytesUTF8(text) + 1;
  const address = ort.malloc(bytes);
  if (address !== 0) ort.stringToUTF8(text, address, bytes);
  return address;
}

/** An array on the stack, which is there until the stack is restored. */
export function pushAddresses(ort: Ort, values: readonly number[]): number {
  const address = ort.stackAlloc(ADDRESS_BYTES * values.length);
  ort.words.set(values, address / ADDRESS_BYTES);
  return address;
}

/** The 32-bit word at an address. */
export function readWord(ort: Ort, address: number): number {
  return ort.words[address / ADDRESS_BYTES] ?? 0;
}

/** What onnxruntime says of the last call that failed. */
export function readLastError(ort: Ort): string {
  const stack = ort.stackSave();
  const code = pushAddresses(ort, [0, 0]);
  ort.getLastError(code, code + ADDRESS_BYTES);
  const message = readWord(ort, code + ADDRESS_BYTES);
  ort.stackRestore(stack);
  return message === 0 ? "no reason given" : ort.UTF8ToString(message);
}
