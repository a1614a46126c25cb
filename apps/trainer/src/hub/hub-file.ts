import { join } from "node:path";

import type { HubSettings } from "./settings.ts";

/** A file of a model on the Hub. */
export interface HubFile {
  /** `tohoku-nlp/bert-base-japanese-v3` */
  readonly model: string;
  /** Branch, tag or commit. */
  readonly revision: string;
  readonly name: string;
}

export function addressOf({ model, revision, name }: HubFile, { endpoint }: HubSettings): string {
  return `${endpoint}/${model}/resolve/${encodeURIComponent(revision)}/${name}`;
}

/** Folder for what is kept of a model at a revision; each endpoint has models of its own. */
export function placeModel(
  { model, revision }: Pick<HubFile, "model" | "revision">,
  settings: HubSettings,
): string {
  const { host, pathname } = new URL(settings.endpoint);
  const hub = encodeURIComponent(pathname === "/" ? host : `${host}${pathname}`);
  return join(settings.cacheDir, hub, model, encodeURIComponent(revision));
}
