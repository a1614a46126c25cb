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
  const { pathname, searchParams } = new URL(request.url ?? "", "http://store");
  const key = decodeURIComponent(pathname).slice(`/${bucket}/`.length);
  if (request.method === "PUT") {
    const outcome = await store.write(key, await readBody(request), "", conditionOf(request));
    response.writeHead(outcome === "written" ? 200 : 412).end();
  } else if (request.method === "DELETE") {
    await store.remove(key);
    response.writeHead(204).end();
  } else if (searchParams.has("list-type")) {
    response.end(await describeObjects(searchParams.get("prefix") ?? "", store));
  } else await answerRead(store, key, request, response);
}

async function answerRead(
  store: ObjectStore,
  key: string,
  { method, headers: { range } }: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [found, state] = [await store.read(key), await store.stat(key)];
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(range ?? "") ?? [];
  const bytes = found?.bytes.subarray(Number(first ?? 0), Number(last ?? Infinity) + 1);
  const headers = {
    "content-length": bytes?.length ?? 0,
    etag: found?.etag ?? "",
    ...(state && { "last-modified": state.modifiedAt.toUTCString() }),
  };
  response.writeHead(found === null ? 404 : 200, headers);
  response.end(method === "GET" ? bytes : undefined);
}

async function describeObjects(prefix: string, store: ObjectStore): Promise<string> {
  const entries: string[] = [];
  for await (const { key, bytes, modifiedAt } of store.list(prefix)) {
    const date = `<LastModified>${modifiedAt.toISOString()}</LastModified>`;
    entries.push(`<Contents><Key>${key}</Key><Size>${bytes}</Size>${date}</Contents>`);
  }
  return `<ListBucketResult><IsTruncated>false</IsTruncated>${entries.join("")}</ListBucketResult>`;
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
