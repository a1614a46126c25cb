import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { fetchText } from "./fetch-text.ts";

const IDLE_MS = 30_000;

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Answers with the parts of a body, each `pauseMs` after the one before, until it is aborted. */
function serveSlowly(parts: readonly string[], pauseMs: number): void {
  const waiting = parts.map((part) => new TextEncoder().encode(part));
  vi.stubGlobal("fetch", async (_url: string, { signal }: { signal: AbortSignal }) => {
    const body = new ReadableStream<Uint8Array>({
      start: (stream) => signal.addEventListener("abort", () => stream.error(signal.reason)),
      async pull(stream) {
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
        const part = waiting.shift();
        if (part === undefined) stream.close();
        else if (!signal.aborted) stream.enqueue(part);
      },
    });
    return new Response(body, { headers: { etag: '"1"' } });
  });
}

test("a body that takes longer than the idle time is read to its end", async () => {
  serveSlowly(["良", "い", "宿"], IDLE_MS - 1);
  const fetched = fetchText("https://hub.example/vocab.txt", {});
  await vi.advanceTimersByTimeAsync(4 * IDLE_MS);
  expect(await fetched).toEqual({ status: 200, etag: '"1"', text: "良い宿" });
});

test("a body that stops to arrive is given up", async () => {
  serveSlowly(["良", "い"], IDLE_MS + 1);
  const [fetched] = await Promise.allSettled([
    fetchText("https://hub.example/vocab.txt", {}),
    vi.advanceTimersByTimeAsync(4 * IDLE_MS),
  ]);
  expect(fetched).toMatchObject({
    status: "rejected",
    reason: { message: "nothing arrived for 30 s" },
  });
});
