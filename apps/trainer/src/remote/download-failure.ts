import { KanjoError } from "@kanjo/shared/error";

import { reasonOf } from "./reason-of.ts";

/** One that is overloaded or broken is as good as one that cannot be reached, and so is a part that it does not have. */
const PASSING_STATUSES = new Set([408, 416, 429]);

/** @throws KanjoError `remote-refused`; another error where it may go better the next time */
export function requireSuccess(status: number, shown: string): void {
  if (status >= 200 && status < 300) return;
  if (PASSING_STATUSES.has(status) || status >= 500) {
    throw new Error(`the server answered ${status}`);
  }
  throw new KanjoError("remote-refused", `${shown}: the server answered ${status}`, {
    hint:
      status === 401 || status === 403
        ? "Is the name right? For a private or gated data set of the Hub set HF_TOKEN."
        : "Is it still there? Give a local copy in the recipe's data.",
  });
}

const FINAL_CODES = new Set(["remote-refused", "ENOSPC", "EACCES", "EROFS", "EIO"]);

/** Whether trying again is of no use: a refusal, or this machine's disk. */
export function isFinal(failure: unknown): boolean {
  if (!(failure instanceof Error) || !("code" in failure)) return false;
  return typeof failure.code === "string" && FINAL_CODES.has(failure.code);
}

/** What is thrown when it is not tried again. */
export function describeFailure(shown: string, failure: unknown): unknown {
  if (isFinal(failure)) return failure;
  return new KanjoError(
    "remote-unreachable",
    `${shown} cannot be downloaded: ${reasonOf(failure)}`,
    {
      hint: "Check the network, or name a folder of downloaded files with KANJO_DATA_MIRROR (KANJO_HUB_MIRROR for the Hub).",
      cause: failure,
    },
  );
}
