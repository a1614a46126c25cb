import { freemem } from "node:os";

import { readMemoryLimit } from "../run/environment.ts";
import { formatBytes } from "../terminal/reporter.ts";
import { type Check, ok, warn } from "./check.ts";

/** Weights, gradients and AdamW's two moments, in float32. */
const BYTES_PER_PARAMETER = 16;
/** PyTorch itself, Node and the data. */
const BASE_BYTES = 1.5e9;

/** @param parameters of the model that is trained; null where it is not known */
export function checkMemory(
  parameters: number | null,
  total = readMemoryLimit(),
  available = freemem(),
): Check {
  const free = Math.min(total, available);
  const needed = BASE_BYTES + (parameters ?? 0) * BYTES_PER_PARAMETER;
  const detail = `${formatBytes(free)} of ${formatBytes(total)} free`;
  if (free >= needed) return ok("memory", detail);
  return warn(
    "memory",
    `${detail}, about ${formatBytes(needed)} needed`,
    "Close other programs, or take a smaller model; gradient_accumulation saves memory, too.",
  );
}
