/**
 * A worker that has nothing but a desk, and a model that takes its time. The test
 * runner's workerd has `no_handle_cross_request_promise_resolution`: what waits for
 * another request goes on in the other's context, where its timers are not. So what
 * requests do to each other is tested on this worker, which is as deployed ones are;
 * vitest.config.ts bundles it.
 */
import { succeed } from "../../src/http/result.ts";
import { createResultResponse } from "../../src/http/serving.ts";
import { ModelDesk } from "../../src/load/model-desk.ts";

/** What a question did, for as long as the worker lives. */
const seen: string[] = [];

const desk = new ModelDesk<{ readonly turns: number }>({
  maxQuestions: 40,
  maxTokens: 1_000_000,
  clock: () => performance.now(),
});

export default {
  async fetch(request, _env, context): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname === "/seen") return Response.json(seen.splice(0));
    const name = searchParams.get("name") ?? "";
    const turns = Number(searchParams.get("turns"));
    const keepAlive = (promise: Promise<unknown>): void => context.waitUntil(promise);
    const { result } = await desk.serve(
      name,
      { signal: request.signal, keepAlive },
      async (place) => {
        for (let turn = 0; turn < turns; turn++) {
          await place.takeTurn();
          seen.push(name);
          work();
        }
        return succeed({ turns });
      },
    );
    return createResultResponse(result);
  },
} satisfies ExportedHandler;

const RUN_MS = 3;

/** As an inference does, it keeps the isolate from everything else. */
function work(): void {
  const endsAt = performance.now() + RUN_MS;
  while (performance.now() < endsAt);
}
