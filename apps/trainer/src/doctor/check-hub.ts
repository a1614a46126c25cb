import { stat } from "node:fs/promises";
import { join } from "node:path";

import { KanjoError } from "@kanjo/shared/error";

import { type HubSettings, originOf, readHubSettings } from "../hub/settings.ts";
import { reasonOf } from "../remote/reason-of.ts";
import { type Check, lack, ok, warn } from "./check.ts";

const NAME = "hub";
const DEADLINE_MS = 5_000;

/** What a recipe takes from the Hub. */
export interface HubNeed {
  readonly kind: "model" | "dataset";
  readonly id: string;
  readonly revision: string;
}

/**
 * Whether the Hub, or the mirror in its place, has what the recipe needs.
 * @param need null where nothing is needed: then a Hub that cannot be reached is no obstacle
 */
export async function checkHub(
  need: HubNeed | null,
  env: Readonly<Record<string, string | undefined>>,
  deadlineMs = DEADLINE_MS,
): Promise<Check> {
  try {
    const settings = readHubSettings(env);
    return settings.mirror === null
      ? await checkEndpoint(need, settings, deadlineMs)
      : await checkMirror(need, settings.mirror);
  } catch (error) {
    if (!(error instanceof KanjoError)) throw error;
    return lack(NAME, error.message, error.hint ?? "");
  }
}

async function checkMirror(need: HubNeed | null, mirror: string): Promise<Check> {
  if (!(await isFolder(mirror))) {
    return lack(NAME, `mirror ${mirror} is no folder`, "Check KANJO_HUB_MIRROR.");
  }
  if (need === null) return ok(NAME, `mirror ${mirror}`);
  const places = need.kind === "model" ? [need.id] : [`datasets/${need.id}`, need.id];
  for (const place of places) {
    if (await isFolder(join(mirror, place))) return ok(NAME, `mirror ${mirror} has ${need.id}`);
  }
  return lack(
    NAME,
    `mirror ${mirror} has no ${need.id}`,
    `Download ${need.id} into ${places[0]}/ there, or unset KANJO_HUB_MIRROR.`,
  );
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

async function checkEndpoint(
  need: HubNeed | null,
  settings: HubSettings,
  deadlineMs: number,
): Promise<Check> {
  const address = need === null ? settings.endpoint : addressOf(need, settings);
  const headers: Record<string, string> =
    settings.token === null ? {} : { authorization: `Bearer ${settings.token}` };
  try {
    const signal = AbortSignal.timeout(deadlineMs);
    const { status } = await fetch(address, { headers, signal });
    return describeStatus(need, settings, status);
  } catch (error) {
    const detail = `${originOf(settings)} cannot be reached: ${describeReason(error)}`;
    const hint = "Check the network; KANJO_HUB_MIRROR names a folder of downloaded models.";
    const isNeeded = need !== null && !(await isKept(need, settings));
    return isNeeded ? lack(NAME, detail, hint) : warn(NAME, detail, hint);
  }
}

/** Small answers that only what is there, and may be read, has. */
function addressOf({ kind, id, revision }: HubNeed, { endpoint }: HubSettings): string {
  const at = encodeURIComponent(revision);
  return kind === "model"
    ? `${endpoint}/${id}/resolve/${at}/config.json`
    : `${endpoint}/api/datasets/${id}/tree/${at}`;
}

/** Whether something of it was downloaded before, which is used without the network. */
function isKept({ kind, id }: HubNeed, { endpoint, cacheDir }: HubSettings): Promise<boolean> {
  const { host, pathname } = new URL(endpoint);
  const hub = encodeURIComponent(pathname === "/" ? host : `${host}${pathname}`);
  return isFolder(join(cacheDir, hub, kind === "model" ? id : `datasets/${id}`));
}

function describeStatus(need: HubNeed | null, settings: HubSettings, status: number): Check {
  const origin = originOf(settings);
  if (need === null) return ok(NAME, `${origin} answers`);
  if (status < 400) return ok(NAME, `${origin} has ${need.id}`);
  const detail = `${origin} answered ${status} for ${need.id} at ${need.revision}`;
  return lack(
    NAME,
    detail,
    status < 500
      ? "Is the id right? For a private or gated one set HF_TOKEN."
      : "Try again later; KANJO_HUB_MIRROR names a folder of downloaded models.",
  );
}

function describeReason(error: unknown): string {
  const isLate = error instanceof DOMException && error.name === "TimeoutError";
  return isLate ? "no answer in time" : reasonOf(error);
}
