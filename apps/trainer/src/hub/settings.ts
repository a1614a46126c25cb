import { resolve } from "node:path";

import { KanjoError } from "@kanjo/shared/error";

import { hubCacheDir, root } from "../paths.ts";

/** Where models of the Hugging Face Hub come from; the variables are those of Hugging Face's own tools. */
export interface HubSettings {
  /** Without a slash at the end. */
  readonly endpoint: string;
  /** Access token; null for public models. */
  readonly token: string | null;
  /** Folder laid out as `<organization>/<name>/<file>` to read in place of the network. */
  readonly mirror: string | null;
  readonly cacheDir: string;
}

const DEFAULT_ENDPOINT = "https://huggingface.co";

/** Reads HF_ENDPOINT, HF_TOKEN and KANJO_HUB_MIRROR. @throws KanjoError `settings-invalid` */
export function readHubSettings(env: Readonly<Record<string, string | undefined>>): HubSettings {
  const endpoint = (env["HF_ENDPOINT"] || DEFAULT_ENDPOINT).replace(/\/+$/, "");
  if (!/^https?:/.test(endpoint) || !URL.canParse(endpoint)) {
    throw new KanjoError(
      "settings-invalid",
      `HF_ENDPOINT is ${JSON.stringify(endpoint)}, expected an http or https address`,
      { hint: `Leave it unset for ${DEFAULT_ENDPOINT}.` },
    );
  }
  const mirror = env["KANJO_HUB_MIRROR"];
  return {
    endpoint,
    token: env["HF_TOKEN"] || null,
    mirror: mirror ? resolve(root, mirror) : null,
    cacheDir: hubCacheDir,
  };
}
