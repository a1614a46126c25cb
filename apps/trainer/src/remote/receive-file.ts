/**
 * Receives a file of any size into one on disk, never whole in memory. What
 * breaks off is asked for again where it broke off (Range, RFC 9110), and where
 * the server named its version, only if it still has that one (If-Range);
 * otherwise it comes again from its beginning. Bytes are written at their place.
 */
import type { FileHandle } from "node:fs/promises";

import { watchArrival } from "./watch-arrival.ts";

/** Where a file comes from, and what its failures mean. */
export interface RemoteSource {
  readonly request: (
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ) => Promise<Response>;
  /** @throws for a status that is none of success; what it throws is the caller's */
  readonly requireSuccess: (status: number) => void;
  /** Whether trying again is of no use. */
  readonly isFinal: (failure: unknown) => boolean;
}

export interface Arrival {
  readonly handle: FileHandle;
  /** Bytes that are there, from the beginning. */
  position: number;
  /** Bytes of the whole file; null takes the server's word for it. */
  readonly bytes: number | null;
  /** Called with the bytes so far, and with how many there are where somebody says so. */
  readonly onProgress: (bytes: number, total: number | null) => void;
}

export type Pause = (milliseconds: number) => Promise<unknown>;

/** Before each further attempt; one that brought something begins the row anew. */
const PAUSES_MS = [1_000, 4_000, 16_000];

/** @throws the last attempt's failure, when four in a row bring nothing or one is final */
export async function receiveFile(
  source: RemoteSource,
  arrival: Arrival,
  pause: Pause = sleep,
): Promise<void> {
  const version: Version = { etag: null };
  for (let failures = 0; ; failures += 1) {
    const before = arrival.position;
    try {
      return await watchArrival((signal, onArrival) =>
        receiveRest(source, arrival, version, signal, onArrival),
      );
    } catch (failure) {
      if (arrival.position > before) failures = 0;
      const wait = PAUSES_MS[failures];
      if (source.isFinal(failure) || wait === undefined) throw failure;
      await pause(wait);
    }
  }
}

/** A strong ETag of what is received; null where the server names none. */
interface Version {
  etag: string | null;
}

async function receiveRest(
  source: RemoteSource,
  arrival: Arrival,
  version: Version,
  signal: AbortSignal,
  onArrival: () => void,
): Promise<void> {
  const response = await source.request(rangeHeaders(arrival, version), signal);
  onArrival();
  // Range not satisfiable: from the beginning the next time.
  if (response.status === 416) arrival.position = 0;
  source.requireSuccess(response.status);
  const start = startOf(response);
  if (start === 0) arrival.position = 0;
  if (start !== arrival.position) throw new Error("another part than was asked for arrived");
  version.etag = strongEtag(response);
  const total = arrival.bytes ?? totalOf(response, start);
  await writeBody(response, total, arrival, onArrival);
  if (total === null || arrival.position >= total) return;
  throw new Error(`it ended after ${arrival.position} of ${total} bytes`);
}

/** Without compression, so that lengths are those of the file; without a version only what is verified goes on. */
function rangeHeaders({ position, bytes }: Arrival, { etag }: Version): Record<string, string> {
  const identity = { "accept-encoding": "identity" };
  if (position === 0 || (etag === null && bytes === null)) return identity;
  const range = { ...identity, range: `bytes=${position}-` };
  return etag === null ? range : { ...range, "if-range": etag };
}

/** Where in the file the answer begins; a server may send all of it again. */
function startOf({ status, headers }: Response): number {
  if (status !== 206) return 0;
  return Number(/^bytes (\d+)-/.exec(headers.get("content-range") ?? "")?.[1] ?? Number.NaN);
}

/** A weak one does not promise the same bytes. */
function strongEtag({ headers }: Response): string | null {
  const etag = headers.get("etag");
  return etag === null || etag.startsWith("W/") ? null : etag;
}

function totalOf({ headers }: Response, start: number): number | null {
  const length = headers.get("content-length");
  if (length === null || headers.get("content-encoding") !== null) return null;
  return start + Number(length);
}

/** Stops where more than was announced arrives, which cannot be the file. */
async function writeBody(
  { body }: Response,
  total: number | null,
  arrival: Arrival,
  onArrival: () => void,
): Promise<void> {
  for await (const chunk of body ?? []) {
    onArrival();
    await arrival.handle.write(chunk, 0, chunk.length, arrival.position);
    arrival.position += chunk.length;
    arrival.onProgress(arrival.position, total);
    if (total !== null && arrival.position > total) return;
  }
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
