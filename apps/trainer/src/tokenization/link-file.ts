import { copyFile, link, rm } from "node:fs/promises";

/** Puts a file beside others without a copy, where the disk allows it; what was there is replaced. */
export async function linkFile(source: string, target: string): Promise<void> {
  await rm(target, { force: true });
  await link(source, target).catch(() => copyFile(source, target));
}
