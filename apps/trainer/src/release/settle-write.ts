/**
 * Conditional writes whose answer may be lost. The client then asks again and
 * fails on its own success, so a condition that failed says nothing until what lies
 * there was looked at. It may even be what the condition asked for: stores refuse one
 * of two conditional writes that are under way at the same time (S3's 409), and what
 * was in the way may have been removed since.
 */
import { KanjoError } from "@kanjo/shared/error";

import type { ObjectStore, WriteCondition, WriteOutcome } from "../object-store/object-store.ts";

/** What lies under a key: what was to be written, something else, or what the condition asked for. */
export type Found = "same" | "other" | "unchanged";

export interface ConditionalWrite {
  readonly key: string;
  readonly write: () => Promise<WriteOutcome>;
  /** Called after the condition failed. */
  readonly look: () => Promise<Found>;
}

const ATTEMPTS = 5;

/**
 * @returns `same` when the bytes lie there, whoever wrote them
 * @throws KanjoError `object-store-failed` when a condition fails that holds
 */
export async function settleWrite(
  { key, write, look }: ConditionalWrite,
  store: ObjectStore,
): Promise<"written" | "same" | "other"> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    if ((await write()) === "written") return "written";
    const found = await look();
    if (found !== "unchanged") return found;
  }
  throw new KanjoError(
    "object-store-failed",
    `${key} in ${store.description}: ${ATTEMPTS} writes were refused although their condition holds`,
    { hint: "Another process writes there at this moment: run the same command again." },
  );
}

export interface JsonWrite {
  readonly key: string;
  readonly bytes: Uint8Array;
  readonly condition: WriteCondition;
  /** Called before each attempt; what it throws ends them. */
  readonly beforeWrite?: () => void;
}

/** Writes a small JSON object; false when another one lies there by now. */
export async function writeJsonIf(request: JsonWrite, store: ObjectStore): Promise<boolean> {
  const { key, bytes, condition, beforeWrite } = request;
  const write = async (): Promise<WriteOutcome> => {
    beforeWrite?.();
    return store.write(key, bytes, "application/json", condition);
  };
  const settled = await settleWrite({ key, write, look: () => lookAt(request, store) }, store);
  return settled !== "other";
}

/** As everything that is written by hand reads: indented, with a line end. */
export function encodeJson(value: unknown): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);
}

async function lookAt({ key, bytes, condition }: JsonWrite, store: ObjectStore): Promise<Found> {
  const stored = await store.read(key);
  if (stored !== null && Buffer.from(stored.bytes).equals(bytes)) return "same";
  const etag = condition.kind === "absent" ? null : condition.etag;
  return (stored?.etag ?? null) === etag ? "unchanged" : "other";
}
