import * as z from "zod";

export { sha256 } from "./sha-256.ts";

/** SHA-256 as 64 lower-case hexadecimal digits. */
export const Sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/, "expected 64 lower-case hexadecimal digits");
export type Sha256 = z.infer<typeof Sha256>;
