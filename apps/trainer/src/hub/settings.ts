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
  requireAddress(endpoint);
  const mirror = env["KANJO_HUB_MIRROR"];
  return {
    endpoint,
    token: parseToken(env["HF_TOKEN"] ?? ""),
    mirror: mirror ? resolve(root, mirror) : null,
    cacheDir: hubCacheDir,
  };
}

/** The endpoint as messages name it. */
export function originOf({ endpoint }: HubSettings): string {
  return new URL(endpoint).origin;
}

/** The value itself is not shown: it may hold a password. */
function requireAddress(endpoint: string): void {
  const url = /^https?:/.test(endpoint) ? URL.parse(endpoint) : null;
  if (url !== null && url.username === "" && url.password === "") return;
  throw new KanjoError(
    "settings-invalid",
    url === null
      ? "HF_ENDPOINT is no address that begins with http:// or https://"
      : "HF_ENDPOINT has a user name or password, expected an address without",
    { hint: `Leave it unset for ${DEFAULT_ENDPOINT}; an access token goes into HF_TOKEN.` },
  );
}

/** `fetch` would show a token that it refuses as a header. */
function parseToken(value: string): string | null {
  const token = value.trim();
  if (/^[!-~]*$/.test(token)) return token || null;
  throw new KanjoError("settings-invalid", "HF_TOKEN has characters that no token has", {
    hint: "Give the token alone, without spaces or line breaks.",
  });
}
