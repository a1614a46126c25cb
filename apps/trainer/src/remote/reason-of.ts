import { messageOf } from "@kanjo/shared/error";

/** Why a request failed; `fetch` itself says "fetch failed" and keeps the reason to itself. */
export function reasonOf(thrown: unknown): string {
  const cause = thrown instanceof Error ? thrown.cause : undefined;
  return messageOf(cause instanceof Error && cause.message !== "" ? cause : thrown);
}
