import { join } from "node:path";

import { sha256 } from "@kanjo/shared/digest";
import { parseManifest } from "@kanjo/shared/manifest";

import { isWhole } from "../verify-file.ts";
import { readReleaseFile, refuseOtherBytes } from "./read-release-file.ts";
import type { Release } from "./release.ts";

/**
 * A folder with `manifest.json` and the files that it lists.
 * @throws KanjoError `release-invalid` when a file is missing or has other bytes than the manifest lists
 */
export async function openReleaseFolder(dir: string): Promise<Release> {
  const bytes = await readReleaseFile(dir, "manifest.json");
  const manifest = parseManifest(new TextDecoder().decode(bytes));
  for (const file of manifest.files) {
    const path = join(dir, file.path);
    if (!(await isWhole(path, file))) refuseOtherBytes(path);
  }
  return { dir, manifest, manifestSha256: await sha256(bytes) };
}
