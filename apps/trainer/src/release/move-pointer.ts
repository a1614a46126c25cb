import { KanjoError } from "@kanjo/shared/error";
import { channelKey } from "@kanjo/shared/manifest/keys";
import type { ChannelPointer } from "@kanjo/shared/manifest/pointer";

import type { ObjectStore, WriteCondition } from "../object-store/object-store.ts";
import { readPointer, type StoredPointer } from "./read-pointer.ts";
import { encodeJson, writeJsonIf } from "./settle-write.ts";

/**
 * Writes a channel's pointer if it still is the one that was read.
 * @param current null for a channel that served nothing
 * @param beforeWrite called before each attempt
 * @throws KanjoError `promotion-conflict` when another publisher was faster
 */
export async function movePointer(
  pointer: ChannelPointer,
  current: StoredPointer | null,
  store: ObjectStore,
  beforeWrite: () => void = () => {},
): Promise<void> {
  const condition: WriteCondition =
    current === null ? { kind: "absent" } : { kind: "etag", etag: current.etag };
  const key = channelKey(pointer.name, pointer.channel);
  const bytes = encodeJson(pointer);
  if (await writeJsonIf({ key, bytes, condition, beforeWrite }, store)) return;
  throw new KanjoError(
    "promotion-conflict",
    `${pointer.name}/${pointer.channel} was moved by somebody else while this went on: ${await describeWinner(pointer, store)}`,
    {
      hint: "pnpm --filter trainer channels shows it. Run the same command again to move it all the same.",
    },
  );
}

async function describeWinner(
  { name, channel }: ChannelPointer,
  store: ObjectStore,
): Promise<string> {
  const winner = await readPointer(name, channel, store);
  if (winner === null) return "its pointer was removed";
  const { version, previous, promotedAt } = winner.pointer;
  const before = previous === null ? "" : `, before that ${previous.version}`;
  return `it serves ${version} since ${promotedAt}${before}`;
}
