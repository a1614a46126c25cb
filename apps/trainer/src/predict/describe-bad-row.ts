import { isUtf8 } from "node:buffer";

import type { BadRow } from "./row.ts";

/** A line of the side file: the row's place, what is wrong with it, and the row as it stands in the input. */
export function describeBadRow({ number, line, reason, bytes, isCut }: BadRow): string {
  const raw = isUtf8(bytes) ? { raw: bytes.toString() } : { rawBase64: bytes.toString("base64") };
  const cut = isCut ? { cut: true } : {};
  return `${JSON.stringify({ row: number, line, reason, ...raw, ...cut })}\n`;
}
