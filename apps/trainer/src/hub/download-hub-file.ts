/**
 * Downloads a large file of the Hub, never whole in memory. It arrives in
 * `<file>.partial`, which the next attempt goes on with (Range, RFC 9110), in this
 * process or a later one, and gets its name when size and SHA-256 are what the Hub
 * said. Bytes are written at their place in the file: two processes that download
 * the same file write the same bytes to the same places, and neither truncates it.
 */
import { constants } from "node:fs";
import { type FileHandle, mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";

import { KanjoError } from "@kanjo/shared/error";

import type { RemoteFile } from "./describe-hub-file.ts";
import { followRedirects } from "./follow-redirects.ts";
import { describeFailure, describeRefusal, isUnreachable, showFile } from "./hub-failure.ts";
import { addressOf, type HubFile } from "./hub-file.ts";
import { type HubSettings, originOf } from "./settings.ts";
import { isWhole } from "./verify-file.ts";
import { watchArrival } from "./watch-arrival.ts";

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
  readonly pause?: (milliseconds: number) => Promise<unknown>;
}

/** Before each further attempt; one that brought something begins the row anew. */
const PAUSES_MS = [1_000, 4_000, 16_000];

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
  { settings, onProgress, pause = sleep }: DownloadOptions,
): Promise<boolean> {
  const handle = await open(partialOf(download), constants.O_RDWR | constants.O_CREAT);
  try {
    const { size } = await handle.stat();
    const state = { position: size, handle, onProgress };
    for (let failures = 0; state.position < download.remote.bytes;) {
      const before = state.position;
      try {
        await receive(download, settings, state);
      } catch (error) {
        failures = state.position > before ? 0 : failures;
        const wait = PAUSES_MS[failures];
        if (!isUnreachable(error) || wait === undefined) throw error;
        await pause(wait);
        failures += 1;
      }
    }
    return size > 0;
  } finally {
    await handle.close();
  }
}

interface Arrival {
  /** Bytes that are there, from the beginning. */
  position: number;
  readonly handle: FileHandle;
  readonly onProgress: (bytes: number) => void;
}

async function receive(download: Download, settings: HubSettings, state: Arrival): Promise<void> {
  const { file } = download;
  const failure = await watchArrival(async (signal, onArrival) => {
    const response = await requestRest(download, settings, state.position, signal);
    onArrival();
    if (response.status !== 206 && response.status !== 200) {
      return describeRefusal(file, settings, response.status);
    }
    if (startOf(response) !== state.position) state.position = 0;
    if (startOf(response) !== state.position) return otherPart(file, settings);
    await writeBody(response, download.remote.bytes, state, onArrival);
    if (state.position >= download.remote.bytes) return null;
    const missing = `it ended after ${state.position} of ${download.remote.bytes} bytes`;
    return describeFailure(file, settings, new Error(missing));
  }).catch((cause: unknown) => {
    throw isOfDisk(cause) ? describeDisk(download, cause) : describeFailure(file, settings, cause);
  });
  if (failure !== null) throw failure;
}

function requestRest(
  { file }: Download,
  settings: HubSettings,
  position: number,
  signal: AbortSignal,
): Promise<Response> {
  const headers = position === 0 ? {} : { range: `bytes=${position}-` };
  const url = addressOf(file, settings);
  const request = { method: "GET" as const, url, token: settings.token, headers, signal };
  return followRedirects(request, () => false);
}

/** Where in the file the answer begins; a server may send all of it again. */
function startOf({ status, headers }: Response): number {
  if (status === 200) return 0;
  return Number(/^bytes (\d+)-/.exec(headers.get("content-range") ?? "")?.[1] ?? Number.NaN);
}

function otherPart(file: HubFile, settings: HubSettings): KanjoError {
  return describeFailure(file, settings, new Error("another part than was asked for arrived"));
}

/** Stops where more than was announced arrives, which cannot be the file. */
async function writeBody(
  { body }: Response,
  bytes: number,
  state: Arrival,
  onArrival: () => void,
): Promise<void> {
  for await (const chunk of body ?? []) {
    onArrival();
    await state.handle.write(chunk, 0, chunk.length, state.position);
    state.position += chunk.length;
    state.onProgress(Math.min(state.position, bytes));
    if (state.position > bytes) return;
  }
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

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
