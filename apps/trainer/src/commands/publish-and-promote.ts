import type { ObjectStore } from "../object-store/object-store.ts";
import { promote } from "../release/promote.ts";
import { type Published, publish } from "../release/publish.ts";
import type { Reporter } from "../terminal/reporter.ts";

/** Publishes a release folder and moves the channel to it. */
export async function publishAndPromote(
  releaseDir: string,
  channel: string,
  store: ObjectStore,
  reporter: Reporter,
): Promise<Published> {
  const published = await publishRelease(releaseDir, store, reporter);
  await promoteVersion({ ...published, channel }, store, reporter);
  return published;
}

export async function publishRelease(
  releaseDir: string,
  store: ObjectStore,
  reporter: Reporter,
): Promise<Published> {
  const published = await publish(releaseDir, store);
  reporter.line(
    "publish",
    `${published.blobsWritten} blobs written, ${published.blobsPresent} there already, ${published.manifestKey} in ${store.description}`,
  );
  return published;
}

export async function promoteVersion(
  {
    name,
    version,
    channel,
  }: { readonly name: string; readonly version: string; readonly channel: string },
  store: ObjectStore,
  reporter: Reporter,
): Promise<void> {
  const pointer = await promote({ name, version, channel }, store, () => new Date());
  reporter.line(
    "promote",
    `${name}/${channel} serves ${version}${pointer.previousVersion === null ? "" : ` (before: ${pointer.previousVersion})`}`,
  );
}
