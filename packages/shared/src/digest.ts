import * as z from "zod";

/** SHA-256 as 64 lower-case hexadecimal digits. */
export const Sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/, "expected 64 lower-case hexadecimal digits");
export type Sha256 = z.infer<typeof Sha256>;

/** SHA-256 of the bytes, by WebCrypto, so that it runs in Node, workerd and browsers. */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<Sha256> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
