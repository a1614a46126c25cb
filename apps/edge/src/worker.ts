import { env } from "cloudflare:workers";

import { createApp } from "./app.ts";
import { findBindingProblems, readBindings } from "./bindings.ts";
import { R2ModelStore } from "./model-store/r2-model-store.ts";
import { parseSettings } from "./settings.ts";

const settings = parseSettings(env, findBindingProblems(env));

export default createApp({
  store: new R2ModelStore(env.MODELS),
  settings,
  bindings: readBindings(env),
});
