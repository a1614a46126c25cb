/**
 * Downloads a large file of the Hub. It arrives in `<file>.partial`, which the next
 * attempt goes on with, in this process or a later one, and gets its name when size
 * and SHA-256 are what the Hub said. Two processes that download the same file write
 * the same bytes to the same places, and neither truncates it.
 */
import { constants } from "node:fs";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";

import { KanjoError } from "@kanjo/shared/error";

import { type Pause, receiveFile, type RemoteSource } from "../remote/receive-file.ts";
import { isWhole } from "../verify-file.ts";
import type { RemoteFile } from "./describe-hub-file.ts";
import { followRedirects } from "./follow-redirects.ts";
import { describeFailure, describeRefusal, isUnreachable, showFile } from "./hub-failure.ts";
import { addressOf, type HubFile } from "./hub-file.ts";
import { type HubSettings, originOf } from "./settings.ts";

export interface Download {
  readonly file: HubFile;
  readonly remote: RemoteFile;
  /** Where it goes; only ever this content. */
  readonly target: string;
}

export interface DownloadOptions {
  readonly settings: HubSettings;
  /** Called with the bytes that are there. */
  readonly onProgress: (bytes: number) => void;
  readonly pause?: Pause;
}

/** @throws KanjoError `hub-unreachable`, `hub-refused`, `hub-file-damaged` */
export async function downloadHubFile(download: Download, options: DownloadOptions): Promise<void> {
  const { target } = download;
  await mkdir(dirname(target), { recursive: true });
  const isResumed = await receiveAll(download, options);
  if (await keepIfWhole(download)) return;
  if (isResumed) return downloadHubFile(download, options);
  const { bytes } = download.remote;
  throw new KanjoError(
    "hub-file-damaged",
    `${originOf(options.settings)}: ${showFile(download.file)} does not have the ${bytes} bytes and the digest that the Hub names`,
    { hint: "Try again later, or give a folder of downloaded models with KANJO_HUB_MIRROR." },
  );
}

/** @returns whether a part was there from an earlier process */
async function receiveAll(
  download: Download,
  { settings, onProgress, pause }: DownloadOptions,
): Promise<boolean> {
  const { bytes } = download.remote;
  const handle = await open(partialOf(download), constants.O_RDWR | constants.O_CREAT);
  try {
    const { size } = await handle.stat();
    const report = (arrived: number): void => onProgress(Math.min(arrived, bytes));
    const arrival = { handle, position: size, bytes, onProgress: report };
    if (size < bytes) await receiveFile(makeSource(download, settings), arrival, pause);
    return size > 0;
  } catch (cause) {
    throw describe(download, settings, cause);
  } finally {
    await handle.close();
  }
}

function makeSource({ file }: Download, settings: HubSettings): RemoteSource {
  const { token } = settings;
  const url = addressOf(file, settings);
  return {
    request: (headers, signal) =>
      followRedirects({ method: "GET", url, token, headers, signal }, () => false),
    requireSuccess: (status) => {
      if (status !== 200 && status !== 206) throw describeRefusal(file, settings, status);
    },
    isFinal: (failure) =>
      isOfDisk(failure) || (failure instanceof KanjoError && !isUnreachable(failure)),
  };
}

function describe(download: Download, settings: HubSettings, cause: unknown): KanjoError {
  if (cause instanceof KanjoError) return cause;
  return isOfDisk(cause)
    ? describeDisk(download, cause)
    : describeFailure(download.file, settings, cause);
}

/** Gives the partial file its name if it is what it should be, and takes it away otherwise. */
async function keepIfWhole(download: Download): Promise<boolean> {
  const { remote, target } = download;
  const partial = partialOf(download);
  if (await isWhole(partial, remote)) {
    // Another process may have been faster.
    await rename(partial, target).catch(() => {});
  } else {
    await rm(partial, { force: true });
  }
  return isWhole(target, { bytes: remote.bytes, sha256: null });
}

function partialOf({ target }: Download): string {
  return `${target}.partial`;
}

const DISK_CODES = new Set(["ENOSPC", "EDQUOT", "EFBIG", "EIO", "EROFS"]);

function isOfDisk(error: unknown): error is Error {
  return error instanceof Error && "code" in error && DISK_CODES.has(String(error.code));
}

function describeDisk({ target }: Download, cause: Error): KanjoError {
  return new KanjoError("hub-cache-unwritable", `${target}: ${cause.message}`, {
    hint: "Make room on the disk and try again: what has arrived is kept.",
    cause,
  });
}
