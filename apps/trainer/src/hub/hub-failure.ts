/** What went wrong with a file of the Hub; the endpoint is named by its origin, because the rest may hold a secret. */
import { KanjoError } from "@kanjo/shared/error";

import { reasonOf } from "../remote/reason-of.ts";
import type { HubFile } from "./hub-file.ts";
import { type HubSettings, originOf } from "./settings.ts";

export function isUnreachable(error: unknown): error is KanjoError {
  return error instanceof KanjoError && error.code === "hub-unreachable";
}

export function describeFailure(file: HubFile, settings: HubSettings, cause: unknown): KanjoError {
  return new KanjoError(
    "hub-unreachable",
    `${originOf(settings)}: ${showFile(file)} cannot be fetched: ${reasonOf(cause)}`,
    {
      hint: "Check the network, or give the model's folder; KANJO_HUB_MIRROR names a folder of downloaded models.",
      cause,
    },
  );
}

/** A Hub that is overloaded or broken is as good as one that cannot be reached. */
export function describeRefusal(file: HubFile, settings: HubSettings, status: number): KanjoError {
  return new KanjoError(
    status === 429 || status >= 500 ? "hub-unreachable" : "hub-refused",
    `${originOf(settings)} answered ${status} for ${showFile(file)}`,
    {
      hint:
        status === 401 || status === 403
          ? "Is the id right? For a private or gated model set HF_TOKEN."
          : "Try again later.",
    },
  );
}

/** `vocab.txt of tohoku-nlp/bert-base-japanese-v3 at main` */
export function showFile({ model, revision, name }: HubFile): string {
  return `${name} of ${model} at ${revision}`;
}
