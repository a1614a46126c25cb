/** What the pool and its workers say to each other: a reply to each request, and one when a worker is open. */
import { KanjoError } from "@kanjo/shared/error";

export type PoolRequest =
  | { readonly kind: "classify"; readonly texts: readonly string[] }
  | { readonly kind: "explain"; readonly text: string };

export type PoolReply<Answer> = { readonly answer: Answer } | { readonly failure: PoolFailure };

/** An error as it crosses the border between threads, which takes an error's own fields away. */
interface PoolFailure {
  /** Null for a defect of ours. */
  readonly code: string | null;
  readonly message: string;
  readonly hint: string | null;
  readonly stack: string | null;
}

export function packError(error: unknown): PoolFailure {
  const { message, stack = null } = error instanceof Error ? error : new Error(String(error));
  if (!(error instanceof KanjoError)) return { code: null, message, hint: null, stack };
  return { code: error.code, message, hint: error.hint ?? null, stack };
}

export function unpackError({ code, message, hint, stack }: PoolFailure): Error {
  const error =
    code === null
      ? new Error(message)
      : new KanjoError(code, message, hint === null ? {} : { hint });
  if (stack !== null) error.stack = stack;
  return error;
}
