import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";

const testTimeout = 30_000;
const hookTimeout = 60_000;

/** Everything runs in Node; the tests beside the sources, which use no Node built-ins, in workerd as well. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "node",
          include: ["src/**/*.test.ts", "test/**/*.test.ts"],
          testTimeout,
          hookTimeout,
        },
      },
      {
        plugins: [cloudflareTest({ miniflare: { compatibilityDate: "2026-11-01" } })],
        test: {
          name: "workerd",
          include: ["src/**/*.test.ts"],
          testTimeout,
          hookTimeout,
        },
      },
    ],
  },
});
