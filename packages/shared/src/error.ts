/**
 * The one error family of the project. A `KanjoError` is something that the
 * reader can act on: the message says what failed, the offending value and what
 * was expected; the hint says how to fix it. Anything else that is thrown is a
 * defect of ours and keeps its stack.
 */
export class KanjoError extends Error {
  override readonly name = "KanjoError";
  /** Stable, kebab-case, safe to switch on: `manifest-invalid`, `text-too-long`. */
  readonly code: string;
  /** What to do about it, one sentence. */
  readonly hint: string | undefined;

  constructor(code: string, message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.hint = options.hint;
  }
}

/** The message of anything that was thrown, for use inside another message. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
