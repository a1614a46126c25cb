/** The worker's app on workerd's disk service in place of R2, so that no proxy of wrangler's is in the way. */
import { createApp } from "@kanjo/edge/app";
import { FetcherModelStore } from "@kanjo/edge/model-store/fetcher";
import { env } from "cloudflare:workers";

declare global {
  namespace Cloudflare {
    interface Env {
      readonly DISK: Fetcher;
    }
  }
}

const settings = { modelName: env.MODEL_NAME, channel: "production", pointerMaxAgeMs: 30_000 };

export default createApp({ store: new FetcherModelStore(env.DISK), settings });
