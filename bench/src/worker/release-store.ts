import { copyFile, mkdir, readdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { sha256 } from "@kanjo/shared/digest";
import { KanjoError } from "@kanjo/shared/error";
import { type Manifest, parseManifest } from "@kanjo/shared/manifest";
import { blobKey, channelKey, manifestKey } from "@kanjo/shared/manifest/keys";

/** The release folder of the newest run. @throws KanjoError `release-missing` */
export async function findNewestRelease(runsDir: string): Promise<string> {
  const names = await readdir(runsDir).catch(() => []);
  let newest: { readonly folder: string; readonly time: number } | undefined;
  for (const name of names) {
    const folder = join(runsDir, name, "release");
    const file = await stat(join(folder, "manifest.json")).catch(() => null);
    if (file !== null && file.mtimeMs > (newest?.time ?? 0))
      newest = { folder, time: file.mtimeMs };
  }
  if (newest !== undefined) return newest.folder;
  throw new KanjoError("release-missing", `no finished training in ${runsDir}`, {
    hint: "Run `npm run quickstart` first, or name a release folder with --release.",
  });
}

/** Lays a release out as object storage has it, promoted to `production`, in a folder. */
export async function layOutRelease(releaseDir: string, folder: string): Promise<Manifest> {
  const bytes = await readManifest(releaseDir);
  const manifest = parseManifest(new TextDecoder().decode(bytes));
  for (const file of manifest.files) {
    await place(folder, blobKey(file.sha256), (to) => copyFile(join(releaseDir, file.path), to));
  }
  await place(folder, manifestKey(manifest.name, manifest.version), (to) => writeFile(to, bytes));
  await promote(folder, manifest, await sha256(bytes));
  return manifest;
}

/** Promotes the same files as another version. */
export async function promoteCopy(
  folder: string,
  manifest: Manifest,
  version: string,
): Promise<void> {
  const copy = { ...manifest, version };
  const bytes = new TextEncoder().encode(JSON.stringify(copy));
  await place(folder, manifestKey(copy.name, version), (to) => writeFile(to, bytes));
  await promote(folder, copy, await sha256(bytes));
}

/** The pointer takes the other's place at once, as in object storage. */
async function promote(
  folder: string,
  { name, version }: Manifest,
  manifestSha256: string,
): Promise<void> {
  const pointer = {
    schemaVersion: 2,
    name,
    channel: "production",
    version,
    manifestSha256,
    forced: false,
    percent: 100,
    previous: null,
    promotedAt: new Date().toISOString(),
  };
  await place(folder, channelKey(name, "production"), async (to) => {
    await writeFile(`${to}.next`, JSON.stringify(pointer));
    await rename(`${to}.next`, to);
  });
}

async function readManifest(releaseDir: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await readFile(join(releaseDir, "manifest.json")));
  } catch (cause) {
    throw new KanjoError("release-missing", `${releaseDir} has no manifest.json`, {
      hint: "Give the release folder of a finished training: runs/<version>/release.",
      cause,
    });
  }
}

async function place(
  folder: string,
  key: string,
  write: (to: string) => Promise<void>,
): Promise<void> {
  const file = join(folder, key);
  await mkdir(dirname(file), { recursive: true });
  await write(file);
}
