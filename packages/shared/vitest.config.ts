import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";

const testTimeout = 30_000;
const hookTimeout = 60_000;

const workerd = () => cloudflareTest({ miniflare: { compatibilityDate: "2026-11-01" } });

/**
 * Everything runs in Node; the tests beside the sources, which use no Node built-ins, in workerd
 * as well. There, tests with real dictionaries are apart, because they are given megabytes.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "node",
          include: ["src/**/*.test.ts", "test/**/*.test.ts"],
          exclude: ["test/workerd/**"],
          globalSetup: "test/setup/dictionaries.ts",
          testTimeout,
          hookTimeout,
        },
      },
      {
        plugins: [workerd()],
        test: {
          name: "workerd",
          include: ["src/**/*.test.ts"],
          testTimeout,
          hookTimeout,
        },
      },
      {
        plugins: [workerd()],
        test: {
          name: "workerd-dictionaries",
          include: ["test/workerd/**/*.test.ts"],
          globalSetup: "test/setup/expected-words.ts",
          testTimeout: 120_000,
          hookTimeout,
        },
      },
    ],
  },
});
