/** Bindings and variables of wrangler.toml. */
declare namespace Cloudflare {
  interface GlobalProps {
    mainModule: typeof import("./worker.ts");
  }
  interface Env {
    readonly MODELS: R2Bucket;
    readonly MODEL_NAME: string;
    readonly CHANNEL: string;
    readonly POINTER_MAX_AGE_SECONDS: string;
  }
}

declare module "onnxruntime-web/ort-wasm-simd-threaded.wasm" {
  const module: WebAssembly.Module;
  export default module;
}
