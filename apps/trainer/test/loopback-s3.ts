/**
 * An S3 of one bucket in memory, on this machine, that can be told to fail: objects
 * with conditional writes and ranged reads, pages of a list, multipart uploads. As
 * strict as R2 about parts. It does not look at signatures.
 */
import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";

import type { S3Settings } from "../src/object-store/settings.ts";
import { close, listen } from "./loopback.ts";

/** What becomes of a request. */
export type Fault =
  /** A refusal, and nothing is done. */
  | { readonly status: number; readonly code: string }
  /** The connection is lost before anything is done. */
  | "drop"
  /** It is done, and the connection is lost before the answer. */
  | "lose-answer"
  /** Half of the answer's body comes, then the connection is lost. */
  | "break-off"
  /** No answer ever comes. */
  | "hang";

export const SLOW_DOWN: Fault = { status: 503, code: "SlowDown" };

export interface LoopbackS3 {
  readonly settings: S3Settings;
  /** `GET key bytes=0-9`, `PUT key`, `PUT key part 2`, `POST key complete` and so on, in order. */
  readonly requests: readonly string[];
  readonly objects: Map<string, StoredBytes>;
  /** Parts of uploads that were neither completed nor aborted. */
  readonly uploads: ReadonlyMap<string, unknown>;
  put(key: string, bytes: Uint8Array): void;
  /** The next requests whose names begin so fail, one for each fault. */
  failNext(request: string, ...faults: readonly Fault[]): void;
  /** Runs once, before such a request is answered. */
  before(request: string, action: () => void | Promise<void>): void;
  stop(): Promise<void>;
}

interface StoredBytes {
  readonly bytes: Buffer;
  readonly etag: string;
  readonly modifiedAt: Date;
}

const LEAST_PART_BYTES = 5 << 20;
const BUCKET = "models";

/** @param pageSize most objects of one answer to a list */
export async function startLoopbackS3(pageSize = 1_000): Promise<LoopbackS3> {
  const bucket = new Bucket(pageSize);
  const requests: string[] = [];
  const faults: { readonly request: string; readonly fault: Fault }[] = [];
  const actions: { readonly request: string; readonly run: () => void | Promise<void> }[] = [];
  const server = createServer((request, response) => {
    void serve(request, response).catch(() => response.destroy());
  });
  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = readRequest(request, await buffer(request));
    requests.push(asked.name);
    for (const action of takeMatching(actions, asked.name, Number.POSITIVE_INFINITY)) {
      await action.run();
    }
    const [failing] = takeMatching(faults, asked.name, 1);
    send(response, asked, failing?.fault ?? null, bucket);
  }
  const endpoint = await listen(server);
  return {
    settings: {
      endpoint,
      bucket: BUCKET,
      region: "auto",
      accessKeyId: "id",
      secretAccessKey: "very-secret",
    },
    requests,
    objects: bucket.objects,
    uploads: bucket.uploads,
    put: (key, bytes) => bucket.put(key, Buffer.from(bytes)),
    failNext: (request, ...coming) => faults.push(...coming.map((fault) => ({ request, fault }))),
    before: (request, run) => actions.push({ request, run }),
    stop: () => close(server),
  };
}

function takeMatching<Item extends { readonly request: string }>(
  items: Item[],
  name: string,
  most: number,
): Item[] {
  const matching = items.filter(({ request }) => name.startsWith(request)).slice(0, most);
  for (const item of matching) items.splice(items.indexOf(item), 1);
  return matching;
}

interface Asked {
  readonly name: string;
  readonly method: string;
  readonly key: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

function readRequest({ url = "", method = "", headers }: IncomingMessage, body: Buffer): Asked {
  const { pathname, searchParams: query } = new URL(url, "http://store");
  const key = decodeURIComponent(pathname).slice(`/${BUCKET}/`.length);
  const asked = { method, key, query, headers, body };
  return { ...asked, name: nameRequest(asked) };
}

function nameRequest({ method, key, query, headers }: Omit<Asked, "name">): string {
  if (query.has("list-type")) return `LIST ${query.get("prefix")}`;
  if (query.has("uploads")) return `POST ${key} begin`;
  if (query.has("partNumber")) return `PUT ${key} part ${query.get("partNumber")}`;
  if (query.has("uploadId")) return `${method} ${key} ${method === "POST" ? "complete" : "abort"}`;
  return headers.range === undefined ? `${method} ${key}` : `${method} ${key} ${headers.range}`;
}

interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

function send(response: ServerResponse, asked: Asked, fault: Fault | null, bucket: Bucket): void {
  if (fault === "hang") return;
  if (fault === "drop") {
    response.destroy();
    return;
  }
  const isRefusal = fault !== null && typeof fault === "object";
  const {
    status,
    headers,
    body = "",
  } = isRefusal ? refuse(fault.status, fault.code) : bucket.answer(asked);
  if (fault === "lose-answer") {
    response.destroy();
    return;
  }
  const content = Buffer.from(body);
  const isHead = asked.method === "HEAD";
  response.writeHead(status, { "content-length": content.length, ...headers });
  if (fault !== "break-off") {
    response.end(isHead ? undefined : content);
    return;
  }
  response.write(content.subarray(0, content.length >> 1), () => response.destroy());
}

function refuse(status: number, code: string): Answer {
  return {
    status,
    headers: { "content-type": "application/xml" },
    body: `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`,
  };
}

const PRECONDITION_FAILED = refuse(412, "PreconditionFailed");
const NO_SUCH_KEY = refuse(404, "NoSuchKey");

class Bucket {
  readonly objects = new Map<string, StoredBytes>();
  readonly uploads = new Map<string, Map<number, Buffer>>();
  readonly #pageSize: number;
  #uploadsBegun = 0;

  constructor(pageSize: number) {
    this.#pageSize = pageSize;
  }

  put(key: string, bytes: Buffer): void {
    const etag = `"${createHash("md5").update(bytes).digest("hex")}"`;
    // S3's times are of whole seconds.
    const modifiedAt = new Date(Math.floor(Date.now() / 1000) * 1000);
    this.objects.set(key, { bytes, etag, modifiedAt });
  }

  answer(asked: Asked): Answer {
    const { method, query } = asked;
    if (query.has("list-type")) return this.#list(query);
    if (query.has("uploads")) return this.#begin();
    if (query.has("partNumber")) return this.#takePart(asked);
    if (query.has("uploadId"))
      return method === "POST" ? this.#complete(asked) : this.#abort(asked);
    if (method === "PUT") return this.#write(asked, asked.body);
    if (method === "DELETE") return this.#remove(asked);
    return this.#read(asked);
  }

  #write({ key, headers }: Asked, bytes: Buffer): Answer {
    const found = this.objects.get(key);
    const ifMatch = headers["if-match"];
    if (headers["if-none-match"] === "*" && found !== undefined) return PRECONDITION_FAILED;
    if (ifMatch !== undefined && found === undefined) return NO_SUCH_KEY;
    if (ifMatch !== undefined && found?.etag !== ifMatch) return PRECONDITION_FAILED;
    this.put(key, bytes);
    return { status: 200, headers: { etag: this.objects.get(key)?.etag ?? "" } };
  }

  #remove({ key }: Asked): Answer {
    this.objects.delete(key);
    return { status: 204 };
  }

  #read({ key, headers }: Asked): Answer {
    const found = this.objects.get(key);
    if (found === undefined) return NO_SUCH_KEY;
    const { bytes, etag, modifiedAt } = found;
    const ifMatch = headers["if-match"];
    if (ifMatch !== undefined && ifMatch !== etag) return PRECONDITION_FAILED;
    const shared = { etag, "last-modified": modifiedAt.toUTCString() };
    const range = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? "");
    if (range === null) return { status: 200, headers: shared, body: bytes };
    const [from, to] = [Number(range[1]), Math.min(Number(range[2]), bytes.length - 1)];
    const part = { "content-range": `bytes ${from}-${to}/${bytes.length}` };
    return { status: 206, headers: { ...shared, ...part }, body: bytes.subarray(from, to + 1) };
  }

  #list(query: URLSearchParams): Answer {
    const [prefix, after] = [query.get("prefix") ?? "", query.get("continuation-token") ?? ""];
    const keys = [...this.objects.keys()]
      .filter((key) => key.startsWith(prefix) && key > after)
      .toSorted();
    const page = keys.slice(0, this.#pageSize);
    const isTruncated = page.length < keys.length;
    const next = `<NextContinuationToken>${escapeXml(page.at(-1) ?? "")}</NextContinuationToken>`;
    return {
      status: 200,
      headers: { "content-type": "application/xml" },
      body: `<?xml version="1.0"?><ListBucketResult><IsTruncated>${isTruncated}</IsTruncated>${
        isTruncated ? next : ""
      }${page.map((key) => this.#describe(key)).join("")}</ListBucketResult>`,
    };
  }

  #describe(key: string): string {
    const found = this.objects.get(key);
    const time = found?.modifiedAt.toISOString();
    return `<Contents><Key>${escapeXml(key)}</Key><LastModified>${time}</LastModified><Size>${found?.bytes.length}</Size></Contents>`;
  }

  #begin(): Answer {
    this.#uploadsBegun += 1;
    const id = `upload-${this.#uploadsBegun}`;
    this.uploads.set(id, new Map());
    const body = `<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`;
    return { status: 200, headers: { "content-type": "application/xml" }, body };
  }

  #takePart({ query, body }: Asked): Answer {
    const parts = this.uploads.get(query.get("uploadId") ?? "");
    if (parts === undefined) return refuse(404, "NoSuchUpload");
    const number = Number(query.get("partNumber"));
    parts.set(number, body);
    return { status: 200, headers: { etag: `"part-${number}"` } };
  }

  #abort({ query }: Asked): Answer {
    const isThere = this.uploads.delete(query.get("uploadId") ?? "");
    return isThere ? { status: 204 } : refuse(404, "NoSuchUpload");
  }

  /** R2 wants all parts but the last of one size, and S3 at least 5 MiB of each of those. */
  #complete(asked: Asked): Answer {
    const id = asked.query.get("uploadId") ?? "";
    const parts = this.uploads.get(id);
    if (parts === undefined) return refuse(404, "NoSuchUpload");
    const numbers = Array.from(asked.body.toString().matchAll(/<PartNumber>(\d+)</g), (match) =>
      Number(match[1]),
    );
    const listed = numbers.map((number) => parts.get(number));
    const sizes = listed.slice(0, -1).map((part) => part?.length ?? 0);
    if (listed.includes(undefined) || numbers.length === 0) return refuse(400, "InvalidPart");
    if (new Set(sizes).size > 1 || sizes.some((size) => size < LEAST_PART_BYTES)) {
      return refuse(400, "EntityTooSmall");
    }
    const answer = this.#write(asked, Buffer.concat(listed.map((part) => part ?? Buffer.alloc(0))));
    if (answer.status !== 200) return answer;
    this.uploads.delete(id);
    const body = "<CompleteMultipartUploadResult></CompleteMultipartUploadResult>";
    return { status: 200, headers: { "content-type": "application/xml" }, body };
  }
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
