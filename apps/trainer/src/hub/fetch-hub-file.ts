/**
 * One file of a model on the Hub. It is kept with its ETag, so that the next time
 * the Hub only has to say that it is still the same; when the Hub cannot be
 * reached the kept one is used. That there is no such file is kept, too.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { KanjoError, messageOf } from "@kanjo/shared/error";
import * as z from "zod";

import { writeAtomically } from "../write-atomically.ts";
import { type Answer, fetchText } from "./fetch-text.ts";
import { type HubSettings, originOf } from "./settings.ts";

const IDLE_MS = 30_000;

export interface HubFile {
  /** `tohoku-nlp/bert-base-japanese-v3` */
  readonly model: string;
  /** Branch, tag or commit. */
  readonly revision: string;
  readonly name: string;
}

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
  const keptFile = placeFile(file, settings);
  const kept = await readKept(keptFile);
  const fetched = await request(file, settings, kept).catch((error: unknown) => {
    if (kept === null || !isUnreachable(error)) throw error;
    onKept(error);
    return kept;
  });
  if (fetched === kept) return fetched.text;
  await writeAtomically(keptFile, new TextEncoder().encode(JSON.stringify(fetched)));
  return fetched.text;
}

/** Each endpoint has models of its own. */
function placeFile({ model, revision, name }: HubFile, settings: HubSettings): string {
  const { host, pathname } = new URL(settings.endpoint);
  const hub = encodeURIComponent(pathname === "/" ? host : `${host}${pathname}`);
  return join(settings.cacheDir, hub, model, encodeURIComponent(revision), `${name}.json`);
}

async function readKept(file: string): Promise<Kept | null> {
  try {
    return Kept.parse(JSON.parse(await readFile(file, "utf8")));
  } catch {
    return null;
  }
}

/** What the Hub has now: `kept` itself when that is still the same. */
async function request(file: HubFile, settings: HubSettings, kept: Kept | null): Promise<Kept> {
  const { model, revision, name } = file;
  const url = `${settings.endpoint}/${model}/resolve/${encodeURIComponent(revision)}/${name}`;
  const { status, etag, text } = await fetchText(
    url,
    makeHeaders(settings.token, kept),
    IDLE_MS,
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

function isUnreachable(error: unknown): error is KanjoError {
  return error instanceof KanjoError && error.code === "hub-unreachable";
}

function describeFailure(file: HubFile, settings: HubSettings, cause: unknown): KanjoError {
  const { model, revision, name } = file;
  return new KanjoError(
    "hub-unreachable",
    `${originOf(settings)}: ${name} of ${model} at ${revision} cannot be fetched: ${reasonOf(cause)}`,
    {
      hint: "Check the network, or give the model's folder; KANJO_HUB_MIRROR names a folder of downloaded models.",
      cause,
    },
  );
}

/** A Hub that is overloaded or broken is as good as one that cannot be reached. */
function describeRefusal(file: HubFile, settings: HubSettings, status: number): KanjoError {
  const { model, revision, name } = file;
  return new KanjoError(
    status === 429 || status >= 500 ? "hub-unreachable" : "hub-refused",
    `${originOf(settings)} answered ${status} for ${name} of ${model} at ${revision}`,
    {
      hint:
        status === 401 || status === 403
          ? "Is the id right? For a private or gated model set HF_TOKEN."
          : "Try again later.",
    },
  );
}

/** `fetch` says "fetch failed" and keeps the reason to itself. */
function reasonOf(thrown: unknown): string {
  const cause = thrown instanceof Error ? thrown.cause : undefined;
  return messageOf(cause instanceof Error && cause.message !== "" ? cause : thrown);
}
