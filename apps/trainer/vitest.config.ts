import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts"],
    // Many start Python or the trainer's own command line, on machines that do other things, too.
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
