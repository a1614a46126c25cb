import { createServer, type ServerResponse } from "node:http";

import { close, listen } from "./loopback.ts";

/** What the storage was asked. */
interface StorageRequest {
  readonly authorization: string | undefined;
  readonly range: string | undefined;
}

export interface HubStorage {
  readonly endpoint: string;
  readonly requests: readonly StorageRequest[];
  /** Breaks the connection of the next answers, one each, after so many bytes. */
  breakAfter(...bytes: number[]): void;
  /** Answers with all of the file from now on, whatever part is asked for. */
  ignoreRanges(): void;
  /** Answers with other bytes, of the same number, so many times. */
  damage(times: number): void;
  stop(): Promise<void>;
}

/** A server of files by their path that knows ranges which begin somewhere. */
export async function startHubStorage(
  files: Readonly<Record<string, Uint8Array>>,
): Promise<HubStorage> {
  const requests: StorageRequest[] = [];
  const breaks: number[] = [];
  let knowsRanges = true;
  let damages = 0;
  const server = createServer(({ url, headers }, response) => {
    requests.push({ authorization: headers.authorization, range: headers.range });
    const file = files[decodeURIComponent(url ?? "").slice(1)] ?? new Uint8Array();
    const start = knowsRanges ? Number(/^bytes=(\d+)-$/.exec(headers.range ?? "")?.[1] ?? 0) : 0;
    const part = damages-- > 0 ? file.slice(start).fill(0) : file.subarray(start);
    writeHead(response, start, file.length);
    const end = breaks.shift();
    if (end === undefined) response.end(part);
    else response.write(part.subarray(0, end), () => setImmediate(() => response.destroy()));
  });
  const endpoint = await listen(server);
  return {
    endpoint,
    requests,
    breakAfter: (...bytes) => breaks.push(...bytes),
    ignoreRanges: () => (knowsRanges = false),
    damage: (times) => (damages = times),
    stop: () => close(server),
  };
}

function writeHead(response: ServerResponse, start: number, length: number): void {
  if (start === 0) {
    response.writeHead(200, { "content-length": length });
    return;
  }
  response.writeHead(206, {
    "content-length": length - start,
    "content-range": `bytes ${start}-${length - 1}/${length}`,
  });
}
