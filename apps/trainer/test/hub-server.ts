import { createHash } from "node:crypto";
import { createServer, type IncomingHttpHeaders } from "node:http";

export interface HubServer {
  /** For HF_ENDPOINT. */
  readonly endpoint: string;
  /** Status of each answer, in order. */
  readonly statuses: readonly number[];
  /** Every answer from now on is this status. */
  failWith(status: number): void;
  stop(): Promise<void>;
}

/**
 * Answers `/<model>/resolve/<revision>/<file>` as the Hub does: ETags, 404 for a
 * file that the model lacks, 401 without the token that it asks for.
 * @param files path after the slash to content
 */
export async function startHubServer(
  files: Readonly<Record<string, string>>,
  token: string | null = null,
): Promise<HubServer> {
  const statuses: number[] = [];
  let failure: number | undefined;
  const server = createServer((request, response) => {
    const text = files[decodeURIComponent(request.url ?? "").slice(1)];
    const etag = `"${createHash("sha256")
      .update(text ?? "")
      .digest("hex")}"`;
    const status = failure ?? answer(text, etag, request.headers, token);
    statuses.push(status);
    response.writeHead(status, { etag }).end(status === 200 ? text : undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    statuses,
    failWith(status) {
      failure = status;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answer(
  text: string | undefined,
  etag: string,
  headers: IncomingHttpHeaders,
  token: string | null,
): number {
  if (token !== null && headers.authorization !== `Bearer ${token}`) return 401;
  if (text === undefined) return 404;
  return headers["if-none-match"] === etag ? 304 : 200;
}
