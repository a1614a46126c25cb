/**
 * What the Hub says of a large file without sending it. For a file in its large
 * storage the answer to HEAD is a redirect whose `X-Linked-ETag` is the SHA-256
 * and `X-Linked-Size` the size of what it leads to (as huggingface_hub's
 * `get_hf_file_metadata` reads them). The answer is kept, for when the Hub cannot
 * be reached, and so is that there is no such file.
 */
import { join } from "node:path";

import { Sha256 } from "@kanjo/shared/digest";
import type { KanjoError } from "@kanjo/shared/error";
import * as z from "zod";

import { readJson } from "../read-json.ts";
import { writeAtomically } from "../write-atomically.ts";
import { followRedirects } from "./follow-redirects.ts";
import { describeFailure, describeRefusal, isUnreachable } from "./hub-failure.ts";
import { addressOf, type HubFile, placeModel } from "./hub-file.ts";
import type { HubSettings } from "./settings.ts";
import { watchArrival } from "../remote/watch-arrival.ts";

export const RemoteFile = z.object({
  /** Names the content. */
  etag: z.string(),
  bytes: z.int().nonnegative(),
  /** Null where the server names none. */
  sha256: Sha256.nullable(),
});
export type RemoteFile = z.infer<typeof RemoteFile>;

const Kept = z.object({ file: RemoteFile.nullable() });

/**
 * Size and digest; null when the model has no such file.
 * @param onKept called with the reason when the Hub cannot be reached and the kept answer is used
 * @throws KanjoError `hub-unreachable`, `hub-refused`
 */
export async function describeHubFile(
  file: HubFile,
  settings: HubSettings,
  onKept: (failure: KanjoError) => void,
): Promise<RemoteFile | null> {
  const keptFile = join(placeModel(file, settings), `${file.name}.head.json`);
  try {
    const found = await ask(file, settings);
    await writeAtomically(keptFile, new TextEncoder().encode(JSON.stringify({ file: found })));
    return found;
  } catch (error) {
    const kept = isUnreachable(error) ? (await readJson(keptFile, Kept)).value : null;
    if (kept === null || !isUnreachable(error)) throw error;
    onKept(error);
    return kept.file;
  }
}

async function ask(file: HubFile, settings: HubSettings): Promise<RemoteFile | null> {
  const response = await requestHead(file, settings).catch((cause: unknown) => {
    throw describeFailure(file, settings, cause);
  });
  const { status } = response;
  if (status === 404) return null;
  if (status >= 400) throw describeRefusal(file, settings, status);
  const found = RemoteFile.safeParse(readHeaders(response));
  if (found.success) return found.data;
  throw describeFailure(file, settings, new Error("the answer names neither size nor content"));
}

function requestHead(file: HubFile, settings: HubSettings): Promise<Response> {
  return watchArrival((signal) =>
    followRedirects(
      {
        method: "HEAD",
        url: addressOf(file, settings),
        token: settings.token,
        headers: {},
        signal,
      },
      (redirect) => redirect.headers.has("x-linked-etag"),
    ),
  );
}

function readHeaders({ headers }: Response): z.input<typeof RemoteFile> {
  const etag = (headers.get("x-linked-etag") ?? headers.get("etag") ?? "").replaceAll(
    /^W\/|"/g,
    "",
  );
  const length = headers.get("x-linked-size") ?? headers.get("content-length");
  return {
    etag,
    bytes: length === null ? Number.NaN : Number(length),
    sha256: Sha256.safeParse(etag).data ?? null,
  };
}
