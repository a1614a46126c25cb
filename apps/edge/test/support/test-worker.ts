import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";

import { createApp } from "../../src/app.ts";
import { createLogger } from "../../src/logger.ts";
import { R2ModelStore } from "../../src/model-store/r2-model-store.ts";
import { parseSettings } from "../../src/settings.ts";
import { CountingStore } from "./counting-store.ts";

export interface TestWorker {
  readonly store: CountingStore;
  /** Lines of the log, parsed. */
  readonly log: Record<string, unknown>[];
  /** Lets the worker's clock go on. */
  advanceSeconds(seconds: number): void;
  /** Answers once everything that runs on in the background has ended. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
}

/** A fresh isolate's app on the local R2 bucket, with a clock and a log of its own. */
export function startTestWorker(): TestWorker {
  const store = new CountingStore(new R2ModelStore(env.MODELS));
  const log: Record<string, unknown>[] = [];
  const logger = createLogger((line) => log.push(JSON.parse(line)));
  let nowMs = 0;
  const app = createApp({ store, settings: parseSettings(env), logger, now: () => nowMs });
  return {
    store,
    log,
    advanceSeconds: (seconds) => {
      nowMs += seconds * 1000;
    },
    fetch: async (path, init) => {
      const context = createExecutionContext();
      const request = new Request(`https://kanjo.test${path}`, init);
      const response = await app.fetch(request, env, context);
      await waitOnExecutionContext(context);
      return response;
    },
  };
}

export function askPath(text: string): string {
  return `/sentiment?text=${encodeURIComponent(text)}`;
}
