/** Bindings and variables of wrangler.toml; settings.ts and bindings.ts check them. */
declare namespace Cloudflare {
  interface GlobalProps {
    mainModule: typeof import("./worker.ts");
  }
  interface Env {
    readonly MODELS: R2Bucket;
    readonly ADDRESS_LIMITER?: RateLimit;
    readonly KEY_LIMITER?: RateLimit;
    readonly ANALYTICS?: AnalyticsEngineDataset;
    readonly MODEL_NAME: string;
    readonly CHANNEL: string;
    readonly CANARY_CHANNEL?: string;
    readonly POINTER_MAX_AGE_SECONDS: string;
    readonly ALLOW_VERSION_CHOICE?: string;
    readonly ACCESS?: string;
    readonly API_KEY_HASHES?: string;
    readonly LIMIT_PERIOD_SECONDS?: string;
    readonly ALLOWED_ORIGINS?: string;
    readonly CACHE_SECONDS?: string;
    readonly QUEUE_QUESTIONS?: string;
    readonly QUEUE_TOKENS?: string;
  }
}
