/**
 * Downloads a file of any size to disk. What breaks off is tried again where it
 * broke off, as long as the server says that it is still the same file (a Range
 * with If-Range, RFC 9110); otherwise from its beginning.
 */
import { createHash, type Hash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";

import { describeFailure, isFinal, requireSuccess } from "./download-failure.ts";

export interface DownloadRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The file as messages name it; the URL may hold what is not to be shown. */
  readonly shown: string;
}

export interface DownloadOptions {
  /** Called with the bytes so far, and with how many there are where the server says so. */
  readonly onProgress: (bytes: number, total: number | null) => void;
  readonly pause?: (milliseconds: number) => Promise<unknown>;
}

export interface Downloaded {
  readonly bytes: number;
  readonly sha256: string;
}

const IDLE_MS = 30_000;
const PAUSES_MS = [1_000, 4_000, 16_000];

/** @throws KanjoError `remote-unreachable` after four attempts, `remote-refused` at once */
export async function download(
  request: DownloadRequest,
  file: string,
  { onProgress, pause = sleep }: DownloadOptions,
): Promise<Downloaded> {
  const handle = await open(file, "w");
  const progress: Progress = { bytes: 0, hash: createHash("sha256"), etag: null };
  try {
    for (let attempt = 0; ; attempt += 1) {
      const failure = await receive(request, handle, progress, onProgress).then(
        () => null,
        (error: unknown) => error,
      );
      if (failure === null) return { bytes: progress.bytes, sha256: progress.hash.digest("hex") };
      const wait = PAUSES_MS[attempt];
      if (isFinal(failure) || wait === undefined) throw describeFailure(request.shown, failure);
      await pause(wait);
    }
  } finally {
    await handle.close();
  }
}

interface Progress {
  bytes: number;
  hash: Hash;
  /** Of the file that the bytes are of; null where the server names none. */
  etag: string | null;
}

async function receive(
  request: DownloadRequest,
  handle: FileHandle,
  progress: Progress,
  onProgress: DownloadOptions["onProgress"],
): Promise<void> {
  const controller = new AbortController();
  const timer = setTimeout(() => {
    controller.abort(new Error(`nothing arrived for ${IDLE_MS / 1000} s`));
  }, IDLE_MS);
  try {
    const headers = { ...request.headers, ...rangeHeaders(progress) };
    const response = await fetch(request.url, { headers, signal: controller.signal });
    // Range not satisfiable: from the beginning the next time.
    if (response.status === 416) progress.etag = null;
    requireSuccess(response.status, request.shown);
    if (response.status !== 206 || !continues(response, progress)) await restart(handle, progress);
    progress.etag = strongEtag(response);
    const total = totalOf(response, progress.bytes);
    for await (const chunk of response.body ?? []) {
      timer.refresh();
      await handle.write(chunk, 0, chunk.length, progress.bytes);
      progress.hash.update(chunk);
      progress.bytes += chunk.length;
      onProgress(progress.bytes, total);
    }
    if (total !== null && progress.bytes !== total) {
      throw new Error(`it ended after ${progress.bytes} of ${total} bytes`);
    }
  } finally {
    clearTimeout(timer);
    controller.abort();
  }
}

/** Without compression, so that lengths are those of the file. */
function rangeHeaders({ bytes, etag }: Progress): Record<string, string> {
  const identity = { "accept-encoding": "identity" };
  if (bytes === 0 || etag === null) return identity;
  return { ...identity, range: `bytes=${bytes}-`, "if-range": etag };
}

function continues(response: Response, progress: Progress): boolean {
  const start = /^bytes (\d+)-/.exec(response.headers.get("content-range") ?? "")?.[1];
  if (Number(start) === progress.bytes) return true;
  throw new Error("the server sent another part than was asked for");
}

async function restart(handle: FileHandle, progress: Progress): Promise<void> {
  await handle.truncate(0);
  progress.bytes = 0;
  progress.hash = createHash("sha256");
}

/** A weak one does not promise the same bytes. */
function strongEtag({ headers }: Response): string | null {
  const etag = headers.get("etag");
  return etag === null || etag.startsWith("W/") ? null : etag;
}

function totalOf({ headers }: Response, received: number): number | null {
  const length = headers.get("content-length");
  if (length === null || headers.get("content-encoding") !== null) return null;
  return received + Number(length);
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
