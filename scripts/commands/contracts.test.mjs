import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

import { expect, test } from "vitest";

const script = fileURLToPath(new URL("contracts.ts", import.meta.url));
const python = process.env.KANJO_PYTHON;
if (!python)
  process.stderr.write("skipped: the contracts' Python side, because KANJO_PYTHON is not set\n");

test.skipIf(!python)("the engine's contract.py is what the schemas generate", () => {
  const result = spawnSync(process.execPath, [script, "--check"], { encoding: "utf8" });
  expect(result.status, result.stderr).toBe(0);
});
