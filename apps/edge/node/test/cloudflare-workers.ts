/** What the tests take from `cloudflare:workers`, on Node. */
import { createApp } from "../../src/app.ts";
import { parseSettings } from "../../src/settings.ts";
import { DEFAULTS } from "../run-server.ts";
import { startServer } from "../start-server.ts";
import { MemoryBucket } from "./memory-bucket.ts";

export const env = { ...DEFAULTS, MODELS: new MemoryBucket() };

/** The app behind a server of Node's, which is started at the first request and ends with the process. */
export const exports = {
  default: {
    fetch: async (address: string, init?: RequestInit): Promise<Response> => {
      const { pathname, search } = new URL(address);
      return fetch(`${await serverUrl()}${pathname}${search}`, init);
    },
  },
};

let starting: Promise<string> | null = null;

async function serverUrl(): Promise<string> {
  starting ??= start();
  return starting;
}

async function start(): Promise<string> {
  const store = {
    read: async (key: string) => {
      const object = await env.MODELS.get(key);
      return object === null ? null : { bytes: object.size, body: object.body };
    },
  };
  const { url } = await startServer(
    createApp({ store, settings: parseSettings(env) }),
    0,
    "127.0.0.1",
  );
  return url;
}
