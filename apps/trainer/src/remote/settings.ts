import { join, resolve } from "node:path";

import { root } from "../paths.ts";

/** Where files of public GitHub repositories come from. */
export interface RemoteSettings {
  /** Address of the raw files, without a slash at the end. */
  readonly endpoint: string;
  /** Folder laid out as `<owner>/<repository>/<path>` to read in place of the network. */
  readonly mirror: string | null;
  readonly cacheDir: string;
}

/** What was downloaded, by where it came from. */
const dataCacheDir = join(root, ".kanjo/data");

/** Reads KANJO_DATA_MIRROR. */
export function readRemoteSettings(
  env: Readonly<Record<string, string | undefined>>,
): RemoteSettings {
  const mirror = env["KANJO_DATA_MIRROR"];
  return {
    endpoint: "https://raw.githubusercontent.com",
    mirror: mirror ? resolve(root, mirror) : null,
    cacheDir: dataCacheDir,
  };
}
