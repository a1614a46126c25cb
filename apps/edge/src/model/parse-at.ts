import { KanjoError } from "@kanjo/shared/error";

/** Names the object in what `parse` finds wrong with its bytes. */
export function parseAt<T>(key: string, parse: () => T): T {
  try {
    return parse();
  } catch (cause) {
    if (!(cause instanceof KanjoError)) throw cause;
    const hint = cause.hint === undefined ? {} : { hint: cause.hint };
    throw new KanjoError(cause.code, `"${key}": ${cause.message}`, { ...hint, cause });
  }
}
