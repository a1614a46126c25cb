import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

/** How a request is answered. */
export type Behaviour =
  | "send"
  /** Half of what is asked for, then nothing until `breakOff`. */
  | "hold"
  /** Everything, whatever part is asked for. */
  | "ignore-range"
  /** A status and nothing else. */
  | number;

export interface FileServer {
  readonly address: string;
  /** `path` or `path bytes=7-` of each request, in order. */
  readonly requests: readonly string[];
  readonly headers: readonly IncomingMessage["headers"][];
  /** Content of each path, with ETags that follow it. */
  readonly files: Map<string, Uint8Array>;
  /** For the next requests, one each; then `send`. */
  behave(...behaviours: Behaviour[]): void;
  /** Breaks the connections that are held. */
  breakOff(): void;
  stop(): Promise<void>;
}

/** Serves files with Range and If-Range, as RFC 9110 has them. */
export async function startFileServer(
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<FileServer> {
  const content = new Map(Object.entries(files).map(([path, body]) => [path, Buffer.from(body)]));
  const state: Served = { files: content, requests: [], headers: [], next: [], held: [] };
  const server = createServer((request, response) => answer(state, request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    ...state,
    address: `http://127.0.0.1:${port}`,
    behave: (...behaviours) => state.next.push(...behaviours),
    breakOff() {
      for (const response of state.held.splice(0)) response.destroy();
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Served {
  readonly files: Map<string, Uint8Array>;
  readonly requests: string[];
  readonly headers: IncomingMessage["headers"][];
  readonly next: Behaviour[];
  readonly held: ServerResponse[];
}

function answer(state: Served, request: IncomingMessage, response: ServerResponse): void {
  const path = (request.url ?? "").slice(1);
  const { range } = request.headers;
  state.requests.push(range === undefined ? path : `${path} ${range}`);
  state.headers.push(request.headers);
  const behaviour = state.next.shift() ?? "send";
  const body = state.files.get(path);
  if (typeof behaviour === "number" || body === undefined) {
    response.writeHead(typeof behaviour === "number" ? behaviour : 404).end();
    return;
  }
  const etag = `"${Buffer.from(body).toString("base64").slice(0, 24)}-${body.length}"`;
  const isSame = request.headers["if-range"] === etag;
  const start = behaviour === "ignore-range" || !isSame ? 0 : Number(/\d+/.exec(range ?? "")?.[0]);
  const part = Buffer.from(body).subarray(start);
  response.writeHead(start === 0 ? 200 : 206, {
    etag,
    "content-length": part.length,
    ...(start === 0 ? {} : { "content-range": `bytes ${start}-${body.length - 1}/${body.length}` }),
  });
  if (behaviour !== "hold") {
    response.end(part);
    return;
  }
  response.write(part.subarray(0, part.length >> 1));
  state.held.push(response);
}
