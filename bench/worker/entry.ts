/** The worker's app on workerd's disk service in place of R2, so that no proxy of wrangler's is in the way. */
import { createApp } from "@kanjo/edge/app";
import { FetcherModelStore } from "@kanjo/edge/model-store/fetcher";
import { parseSettings } from "@kanjo/edge/settings";
import { env } from "cloudflare:workers";

declare global {
  namespace Cloudflare {
    interface Env {
      readonly DISK: Fetcher;
    }
  }
}

const settings = parseSettings({
  MODEL_NAME: env.MODEL_NAME,
  CHANNEL: "production",
  POINTER_MAX_AGE_SECONDS: env.POINTER_MAX_AGE_SECONDS ?? "30",
});

export default createApp({ store: new FetcherModelStore(env.DISK), settings });
