import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

import { type HubStorage, startHubStorage } from "./hub-storage.ts";
import { close, listen } from "./loopback.ts";

export interface HubServer {
  /** For HF_ENDPOINT. */
  readonly endpoint: string;
  /** Status of each answer, in order. */
  readonly statuses: readonly number[];
  /** Where large files are redirected to: another origin. */
  readonly storage: HubStorage;
  /** Every answer from now on is this status. */
  failWith(status: number): void;
  stop(): Promise<void>;
}

export interface HubServerOptions {
  /** Access token that it asks for; null for none. */
  readonly token?: string | null;
  /** Like `files`, but kept in the large storage. */
  readonly large?: Readonly<Record<string, Uint8Array>>;
}

/**
 * Answers `/<model>/resolve/<revision>/<file>` as the Hub does: ETags, 404 for a
 * file that the model lacks, 401 without the token that it asks for, and for large
 * files a redirect that names size and digest.
 * @param files path after the slash to content
 */
export async function startHubServer(
  files: Readonly<Record<string, string>>,
  { token = null, large = {} }: HubServerOptions = {},
): Promise<HubServer> {
  const statuses: number[] = [];
  let failure: number | undefined;
  const storage = await startHubStorage(large);
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? "").slice(1);
    const refusal = failure ?? (isRefused(request, token) ? 401 : undefined);
    const bytes = large[path];
    if (refusal !== undefined) response.writeHead(refusal).end();
    else if (bytes !== undefined) redirect(response, bytes, `${storage.endpoint}/${path}`);
    else answer(request, response, files[path]);
    statuses.push(response.statusCode);
  });
  const endpoint = await listen(server);
  return {
    endpoint,
    statuses,
    storage,
    failWith(status) {
      failure = status;
    },
    stop: async () => {
      await Promise.all([close(server), storage.stop()]);
    },
  };
}

function isRefused({ headers }: IncomingMessage, token: string | null): boolean {
  return token !== null && headers.authorization !== `Bearer ${token}`;
}

function answer(
  { headers }: IncomingMessage,
  response: ServerResponse,
  text: string | undefined,
): void {
  const etag = `"${digest(text ?? "")}"`;
  const status = text === undefined ? 404 : headers["if-none-match"] === etag ? 304 : 200;
  response.writeHead(status, { etag }).end(status === 200 ? text : undefined);
}

function redirect(response: ServerResponse, bytes: Uint8Array, location: string): void {
  response
    .writeHead(302, {
      location,
      "x-linked-etag": `"${digest(bytes)}"`,
      "x-linked-size": bytes.length,
    })
    .end("moved");
}

function digest(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}
