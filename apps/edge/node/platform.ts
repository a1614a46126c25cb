import { registerHooks } from "node:module";

import { DigestStream } from "./digest-stream.ts";
import { compileToModule } from "./wasm-source.ts";

/** Provides what the app finds in workerd and not in Node. Once, before the app is imported. */
export function providePlatform(): void {
  provideDigestStream();
  importWasmAsModules();
}

function provideDigestStream(): void {
  Object.assign(crypto, { DigestStream });
}

/** As the rule `CompiledWasm` of wrangler.toml: a `.wasm` is imported as a module that is compiled and not instantiated. */
function importWasmAsModules(): void {
  registerHooks({
    load: (url, context, nextLoad) => {
      if (!url.endsWith(".wasm")) return nextLoad(url, context);
      return { format: "module", source: compileToModule(url), shortCircuit: true };
    },
  });
}
