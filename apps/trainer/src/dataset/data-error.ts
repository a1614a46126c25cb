import { KanjoError } from "@kanjo/shared/error";

/** A data file that cannot be used as it is. */
export function dataError(message: string, hint?: string, cause?: unknown): KanjoError {
  return new KanjoError("data-invalid", message, {
    ...(hint === undefined ? {} : { hint }),
    ...(cause === undefined ? {} : { cause }),
  });
}
