/** The tests of the worker once more, on Node: what they take from workerd has stand-ins. */
import { join } from "node:path";

import { defineConfig } from "vitest/config";

import { fixtures } from "../vitest.fixtures.ts";

/** Of what only workerd has, its cache and I/O that is bound to a request, and one that takes a minute. */
const LEFT_OUT = ["caching", "cancelled", "crossing/crossing", "openapi-requests"];

export default defineConfig({
  root: join(import.meta.dirname, ".."),
  resolve: {
    alias: {
      "cloudflare:test": resolve("test/cloudflare-test.ts"),
      "cloudflare:workers": resolve("test/cloudflare-workers.ts"),
    },
  },
  test: {
    include: ["node/**/*.test.ts", "test/**/*.test.ts"],
    exclude: LEFT_OUT.map((name) => `test/${name}.test.ts`),
    setupFiles: [resolve("test/set-up.ts")],
    provide: { fixtures },
    silent: "passed-only",
    testTimeout: 120_000,
  },
});

function resolve(path: string): string {
  return join(import.meta.dirname, path);
}
