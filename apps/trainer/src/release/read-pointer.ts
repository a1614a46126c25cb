import { Sha256 } from "@kanjo/shared/digest";
import { KanjoError } from "@kanjo/shared/error";
import { Identifier } from "@kanjo/shared/manifest/identifier";
import { channelKey } from "@kanjo/shared/manifest/keys";
import { type ChannelPointer, parseChannelPointer } from "@kanjo/shared/manifest/pointer";
import * as z from "zod";

import type { ObjectStore } from "../object-store/object-store.ts";
import { parseJson } from "../parse-json.ts";

export interface StoredPointer {
  readonly pointer: ChannelPointer;
  /** The version before, also where the pointer does not have its digest. */
  readonly previousVersion: string | null;
  /** Names this state of the pointer in a conditional write. */
  readonly etag: string;
}

/** What a channel serves; null for a channel that serves nothing yet. @throws KanjoError `pointer-invalid` */
export async function readPointer(
  name: string,
  channel: string,
  store: ObjectStore,
): Promise<StoredPointer | null> {
  const key = channelKey(name, channel);
  const stored = await store.read(key);
  if (stored === null) return null;
  const parsed = parsePointer(new TextDecoder().decode(stored.bytes), key);
  const { pointer } = parsed;
  if (pointer.name === name && pointer.channel === channel) return { ...parsed, etag: stored.etag };
  const found = `${pointer.name}/${pointer.channel}`;
  throw describeInvalid(`${key}: is of ${found}, expected ${name}/${channel}`, undefined);
}

/** A pointer as the first trainers wrote it. */
const FirstPointer = z.object({
  schemaVersion: z.literal(1),
  name: Identifier,
  channel: Identifier,
  version: Identifier,
  manifestSha256: Sha256,
  previousVersion: Identifier.nullable(),
  promotedAt: z.iso.datetime(),
});

function parsePointer(text: string, key: string): Omit<StoredPointer, "etag"> {
  const first = FirstPointer.safeParse(parseJson(text));
  if (first.success) {
    const { previousVersion, ...rest } = first.data;
    // It names the version before without its digest: too little for a roll back.
    const pointer = {
      ...rest,
      schemaVersion: 2,
      forced: false,
      percent: 100,
      previous: null,
    } as const;
    return { pointer, previousVersion };
  }
  try {
    const pointer = parseChannelPointer(text);
    return { pointer, previousVersion: pointer.previous?.version ?? null };
  } catch (cause) {
    if (!(cause instanceof KanjoError)) throw cause;
    throw describeInvalid(`${key}: ${cause.message}`, cause);
  }
}

function describeInvalid(message: string, cause: unknown): KanjoError {
  return new KanjoError("pointer-invalid", message, {
    hint: "A newer trainer or something else wrote it: use that trainer, or delete the object and promote again.",
    cause,
  });
}
