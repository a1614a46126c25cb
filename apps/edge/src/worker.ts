import { env } from "cloudflare:workers";

import { createApp } from "./app.ts";
import { R2ModelStore } from "./model-store/r2-model-store.ts";
import { parseSettings } from "./settings.ts";

export default createApp({ store: new R2ModelStore(env.MODELS), settings: parseSettings(env) });
