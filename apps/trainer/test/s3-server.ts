import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

import type { ObjectStore, WriteCondition } from "../src/object-store/object-store.ts";
import { close, listen } from "./loopback.ts";

export interface S3Server {
  readonly endpoint: string;
  /** Answers everything with this status from now on; null serves again. */
  refuseWith(status: number | null): void;
  stop(): Promise<void>;
}

/** As much of S3 as the trainer uses, without a look at signatures, over another store. */
export async function startS3Server(store: ObjectStore, bucket: string): Promise<S3Server> {
  let refusal: number | null = null;
  const server = createServer((request, response) => {
    if (refusal === null) void answer(store, bucket, request, response);
    else response.writeHead(refusal).end();
  });
  return {
    endpoint: await listen(server),
    refuseWith: (status) => (refusal = status),
    stop: () => close(server),
  };
}

async function answer(
  store: ObjectStore,
  bucket: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname } = new URL(request.url ?? "", "http://store");
  const key = decodeURIComponent(pathname).slice(`/${bucket}/`.length);
  if (request.method === "PUT") {
    const outcome = await store.write(key, await readBody(request), "", conditionOf(request));
    response.writeHead(outcome === "written" ? 200 : 412).end();
    return;
  }
  const found = await store.read(key);
  const headers = { "content-length": found?.bytes.length ?? 0, etag: found?.etag ?? "" };
  response.writeHead(found === null ? 404 : 200, headers);
  response.end(request.method === "GET" ? found?.bytes : undefined);
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

function conditionOf({ headers }: IncomingMessage): WriteCondition {
  const etag = headers["if-match"];
  return etag === undefined ? { kind: "absent" } : { kind: "etag", etag };
}
