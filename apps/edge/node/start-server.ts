import { createServer, type Server } from "node:http";

import { getRequestListener } from "@hono/node-server";
import { KanjoError } from "@kanjo/shared/error";
import type { Hono } from "hono";

import { Background } from "./background.ts";

export interface RunningServer {
  readonly url: string;
  /** Takes no more connections, and resolves when the last answer has left and nothing goes on. */
  stop(): Promise<void>;
}

/** 2,000 characters of a text take up to 18,000 bytes of an address, more than Node allows if not told. */
const MAX_HEADER_BYTES = 2 ** 16;

/** @throws KanjoError `port-unavailable` */
export async function startServer(app: Hono, port: number, host: string): Promise<RunningServer> {
  const background = new Background();
  const answer = getRequestListener((request, env) => app.fetch(request, env, background.context), {
    overrideGlobalObjects: false,
  });
  const server = createServer({ maxHeaderSize: MAX_HEADER_BYTES }, (request, response) => {
    void answer(request, response);
  });
  const url = await listen(server, port, host);
  return {
    url,
    stop: async () => {
      await close(server);
      await background.end();
    },
  };
}

function listen(server: Server, port: number, host: string): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once("error", (cause) => {
      const message = `cannot listen on ${host}:${port}: ${cause.message}`;
      reject(new KanjoError("port-unavailable", message, { hint: "Give another PORT.", cause }));
    });
    server.listen(port, host, () => resolve(describeAddress(server, host)));
  });
}

function describeAddress(server: Server, host: string): string {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return `http://${host.includes(":") ? `[${host}]` : host}:${address.port}`;
}

/** Connections that are kept alive without a request are closed at once. */
async function close(server: Server): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  server.closeIdleConnections();
  await promise;
}
