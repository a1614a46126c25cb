import type { Hono } from "hono";

import { answerOtherMethods } from "../http/other-methods.ts";
import { succeed } from "../http/result.ts";
import type { Serving } from "../http/serving.ts";
import type { Model } from "../model/model.ts";
import { readWasmBytes } from "../runtime/wasm-heap.ts";
import { describeModel } from "./describe-model.ts";
import { identify } from "./model-identity.ts";
import type { Health, Readiness } from "./schemas.ts";

export function addModelInfoRoutes(app: Hono, serving: Serving): void {
  app.get("/healthz", (context) => context.json({ status: "ok" } satisfies Health));
  app.get("/readyz", (context) =>
    serving.answer(context, async (model) => succeed(describeReadiness(model, serving))),
  );
  app.get("/model", (context) =>
    serving.answer(context, async (model) => succeed(describeModel(model))),
  );
  for (const path of ["/healthz", "/readyz", "/model"]) app.all(path, answerOtherMethods("GET"));
}

function describeReadiness(model: Model, { channels }: Serving): Readiness {
  return {
    status: "ready",
    model: identify(model),
    channel: channels.find(model.manifestSha256),
    memory: { wasmBytes: readWasmBytes() },
  };
}
