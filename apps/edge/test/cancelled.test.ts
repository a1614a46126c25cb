import { reset } from "cloudflare:test";
import { exports } from "cloudflare:workers";
import { beforeAll, expect, test } from "vitest";

import { readFixture } from "./support/fixtures.ts";
import { createRelease, promote, publish } from "./support/releases.ts";

/** Enough for the first request to be cancelled while they are read. */
const MODEL_BYTES = 24 * 2 ** 20;

beforeAll(async () => {
  await reset();
  const model = new Uint8Array(MODEL_BYTES);
  model.set(readFixture("model.ort"));
  const release = await createRelease({}, { "model.ort": model });
  await publish(release);
  await promote(release);
});

/** A request of its own to the deployed entry point, with the runtime's own cancellation. */
function ask(signal?: AbortSignal): Promise<Response> {
  const init = signal === undefined ? {} : { signal };
  return exports.default.fetch(new Request("https://kanjo.test/readyz", init));
}

test("a request that is cancelled during the load does not lose it for the others", async () => {
  const controller = new AbortController();
  const first = ask(controller.signal);
  const others = Array.from({ length: 10 }, () => ask());
  await scheduler.wait(1);
  controller.abort();
  // On a fast machine it may have its answer by then.
  await first.catch(() => undefined);
  for (const response of await Promise.all(others)) {
    expect(response.status).toBe(200);
    await response.body?.cancel();
  }
  expect((await ask()).status).toBe(200);
});
