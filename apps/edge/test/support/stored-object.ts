import type { StoredObject } from "../../src/model-store/model-store.ts";

/** Bytes as a store gives them. */
export function storeBytes(bytes: Uint8Array<ArrayBuffer>): StoredObject {
  const { body } = new Response(bytes);
  if (body === null) throw new Error("a response with bytes has a body");
  return { bytes: bytes.byteLength, body };
}
