/**
 * One file of a model on the Hub. It is kept with its ETag, so that the next time
 * the Hub only has to say that it is still the same; when the Hub cannot be
 * reached the kept one is used. That there is no such file is kept, too.
 */
import { join } from "node:path";

import type { KanjoError } from "@kanjo/shared/error";
import * as z from "zod";

import { readJson } from "../read-json.ts";
import { writeAtomically } from "../write-atomically.ts";
import { type Answer, fetchText } from "./fetch-text.ts";
import { describeFailure, describeRefusal, isUnreachable } from "./hub-failure.ts";
import { addressOf, type HubFile, placeModel } from "./hub-file.ts";
import type { HubSettings } from "./settings.ts";

const Kept = z.object({ etag: z.string(), text: z.string().nullable() });
type Kept = z.infer<typeof Kept>;

/**
 * The file's text; null when the model has no such file.
 * @param onKept called with the reason when the Hub cannot be reached and the kept file is used
 * @throws KanjoError `hub-unreachable`, `hub-refused`
 */
export async function fetchHubFile(
  file: HubFile,
  settings: HubSettings,
  onKept: (failure: KanjoError) => void,
): Promise<string | null> {
  const keptFile = join(placeModel(file, settings), `${file.name}.json`);
  const kept = (await readJson(keptFile, Kept)).value;
  const fetched = await request(file, settings, kept).catch((error: unknown) => {
    if (kept === null || !isUnreachable(error)) throw error;
    onKept(error);
    return kept;
  });
  if (fetched === kept) return fetched.text;
  await writeAtomically(keptFile, new TextEncoder().encode(JSON.stringify(fetched)));
  return fetched.text;
}

/** What the Hub has now: `kept` itself when that is still the same. */
async function request(file: HubFile, settings: HubSettings, kept: Kept | null): Promise<Kept> {
  const { status, etag, text } = await fetchText(
    addressOf(file, settings),
    makeHeaders(settings.token, kept),
  ).catch((cause: unknown): Answer => {
    throw describeFailure(file, settings, cause);
  });
  if (status === 304 && kept !== null) return kept;
  if (status >= 200 && status < 300) return { etag, text };
  if (status === 404) return { etag: "", text: null };
  throw describeRefusal(file, settings, status);
}

function makeHeaders(token: string | null, kept: Kept | null): Record<string, string> {
  return {
    ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    ...(kept === null || kept.etag === "" ? {} : { "if-none-match": kept.etag }),
  };
}
