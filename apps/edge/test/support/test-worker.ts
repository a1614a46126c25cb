import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";

import { type AppOptions, createApp } from "../../src/app.ts";
import { createLogger } from "../../src/logger.ts";
import type { ModelStore } from "../../src/model-store/model-store.ts";
import { R2ModelStore } from "../../src/model-store/r2-model-store.ts";
import { parseSettings } from "../../src/settings.ts";
import { CountingStore } from "./counting-store.ts";

export interface TestWorker {
  readonly store: CountingStore;
  /** Lines of the log, parsed, but for those that tell of requests. */
  readonly log: Record<string, unknown>[];
  /** Lines that tell of requests. */
  readonly requests: Record<string, unknown>[];
  /** Lets the worker's clock go on. */
  advanceSeconds(seconds: number): void;
  /** Answers once everything that runs on in the background has ended. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** Answers while something may run on in the background. */
  fetchAtOnce(path: string, init?: RequestInit): Promise<Response>;
}

export interface TestWorkerOptions extends Pick<
  AppOptions,
  "bindings" | "clock" | "draw" | "limits" | "loadLimitMs"
> {
  /** Takes the place of the local R2 bucket. */
  readonly store?: ModelStore;
  /** In addition to those of wrangler.toml. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** Node wants to be told that the answer may not come before the body has ended; workerd does not care. */
const HALF_DUPLEX = { duplex: "half" };

/** A fresh isolate's app on the local R2 bucket, with a clock and a log of its own. */
export function startTestWorker(options: TestWorkerOptions = {}): TestWorker {
  const { store: innerStore = new R2ModelStore(env.MODELS), variables, ...others } = options;
  const store = new CountingStore(innerStore);
  const log: Record<string, unknown>[] = [];
  const requests: Record<string, unknown>[] = [];
  const logger = createLogger((line) => {
    const fields: Record<string, unknown> = JSON.parse(line);
    (fields["event"] === "request" ? requests : log).push(fields);
  });
  let nowMs = 0;
  const settings = parseSettings({ ...env, ...variables });
  const app = createApp({ ...others, store, settings, logger, now: () => nowMs });
  return {
    store,
    log,
    requests,
    advanceSeconds: (seconds) => {
      nowMs += seconds * 1000;
    },
    fetchAtOnce: async (path, init) =>
      app.fetch(new Request(`https://kanjo.test${path}`, init), env, createExecutionContext()),
    fetch: async (path, init) => {
      const context = createExecutionContext();
      const request = new Request(`https://kanjo.test${path}`, { ...init, ...HALF_DUPLEX });
      const response = await app.fetch(request, env, context);
      await waitOnExecutionContext(context);
      return response;
    },
  };
}

export function askPath(text: string): string {
  return `/sentiment?text=${encodeURIComponent(text)}`;
}
