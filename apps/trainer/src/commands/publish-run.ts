/** A run's release is published once; `train --resume` does what was cut off, and keeps what is done in the run. */
import { access } from "node:fs/promises";
import { join } from "node:path";

import * as z from "zod";

import type { ObjectStore } from "../object-store/object-store.ts";
import type { RunOptions } from "../pipeline/run-state.ts";
import { readJson } from "../read-json.ts";
import type { RunFolder } from "../run/run-folder.ts";
import type { Reporter } from "../terminal/reporter.ts";
import { publishAndPromote } from "./publish-and-promote.ts";

const Promotions = z.object({
  name: z.string(),
  version: z.string(),
  /** All that were moved to this version by this run. */
  channels: z.array(z.string()),
});

const FILE = "promotions.json";

/** Publishes a run's release and moves the channel to it. @throws KanjoError those of `publish` and `promote` */
export async function publishRun(
  run: RunFolder,
  { channel, force }: Pick<RunOptions, "channel" | "force">,
  store: ObjectStore,
  reporter: Reporter,
): Promise<void> {
  const promotion = { channel, force, percent: null };
  const { published } = await publishAndPromote(run.releaseDir, promotion, store, reporter);
  const { name, version } = published;
  const channels = new Set(await readChannels(run.dir)).add(channel);
  await run.writeJson(FILE, { name, version, channels: [...channels] });
}

/** Whether a run has a release to which it has not moved the channel yet. */
export async function awaitsPublishing(dir: string, channel: string): Promise<boolean> {
  const hasRelease = await access(join(dir, "release/manifest.json")).then(
    () => true,
    () => false,
  );
  return hasRelease && !(await isPromoted(dir, channel));
}

/** Whether the run has moved the channel to its release, whatever the channel serves by now. */
export async function isPromoted(dir: string, channel: string): Promise<boolean> {
  return (await readChannels(dir)).includes(channel);
}

async function readChannels(dir: string): Promise<readonly string[]> {
  const { value } = await readJson(join(dir, FILE), Promotions);
  return value?.channels ?? [];
}
