import * as z from "zod";

import { Sha256 } from "../digest.ts";
import { KanjoError } from "../error.ts";
import { describeIssues } from "../zod-issues.ts";
import { Identifier } from "./identifier.ts";

const served = {
  version: Identifier,
  /** SHA-256 of the manifest's bytes as they lie in object storage. */
  manifestSha256: Sha256,
  /** Promoted although a gate was not passed; its manifest says which. */
  forced: z.boolean(),
};

/** A version, and the digest of its manifest so that one small object pins every byte of the release. */
const ServedVersion = z.strictObject(served);
export type ServedVersion = z.infer<typeof ServedVersion>;

/** What a channel serves. */
export const ChannelPointer = z.strictObject({
  schemaVersion: z.literal(2),
  name: Identifier,
  channel: Identifier,
  ...served,
  /** Share of the isolates, 0 to 100, that take this channel where it is the worker's canary. */
  percent: z.number().min(0).max(100),
  /** What this one replaced, for a roll back; null for the first. */
  previous: ServedVersion.nullable(),
  promotedAt: z.iso.datetime(),
});
export type ChannelPointer = z.infer<typeof ChannelPointer>;

/** Parses a pointer's JSON text. @throws KanjoError `pointer-invalid` */
export function parseChannelPointer(text: string): ChannelPointer {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new KanjoError("pointer-invalid", "channel pointer: not JSON", { cause });
  }
  const result = ChannelPointer.safeParse(json);
  if (!result.success) {
    throw new KanjoError("pointer-invalid", `channel pointer: ${describeIssues(result.error)}`, {
      cause: result.error,
    });
  }
  return result.data;
}
