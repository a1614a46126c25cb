import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

import { expect, test } from "vitest";

const script = fileURLToPath(new URL("page.ts", import.meta.url));

test("the page that the worker sends is what its sources make", () => {
  const result = spawnSync(process.execPath, [script, "--check"], { encoding: "utf8" });
  expect(result.status, result.stderr).toBe(0);
});
