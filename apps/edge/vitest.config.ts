import { readFileSync } from "node:fs";

import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";

/** Files of the fixture release as base64, because tests in workerd read no disk. */
const FILES = ["model.ort", "model.onnx", "vocab.txt", "manifest.json", "expected.json"];
const fixtures = Object.fromEntries(
  FILES.map((path) => [
    path,
    readFileSync(new URL(`test/fixtures/${path}`, import.meta.url), "base64"),
  ]),
);

export default defineConfig({
  plugins: [cloudflareTest({ wrangler: { configPath: "../../wrangler.toml" } })],
  test: {
    include: ["src/**/*.test.ts", "test/**/*.test.ts"],
    provide: { fixtures },
    testTimeout: 120_000,
  },
});
