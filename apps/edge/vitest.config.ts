import { fileURLToPath } from "node:url";

import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { buildSync } from "esbuild";
import { defineConfig } from "vitest/config";

import { fixtures } from "./vitest.fixtures.ts";

/** A worker beside the tests, with requests of its own. */
const crossing = {
  name: "crossing",
  modules: true,
  script: bundle("test/crossing/worker.ts"),
  compatibilityDate: "2026-11-01",
  compatibilityFlags: ["enable_request_signal"],
};

export default defineConfig({
  plugins: [
    cloudflareTest({
      wrangler: { configPath: "../../wrangler.toml" },
      miniflare: { workers: [crossing], serviceBindings: { CROSSING: "crossing" } },
    }),
  ],
  test: {
    include: ["src/**/*.test.ts", "test/**/*.test.ts"],
    provide: { fixtures },
    testTimeout: 120_000,
  },
});

function bundle(path: string): string {
  const { outputFiles } = buildSync({
    entryPoints: [fileURLToPath(new URL(path, import.meta.url))],
    bundle: true,
    format: "esm",
    write: false,
  });
  return outputFiles[0]?.text ?? "";
}
