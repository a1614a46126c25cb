/** An isolate has 128 MB and is killed beyond; local workerd is not. So the sizes are asserted here. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { measureMemory, MEMORY_BUDGET_BYTES, sumMemory } from "../bench/src/worker/memory.ts";
import { serveRelease } from "../bench/src/worker/served-release.ts";
import { measureUpload, UPLOAD_BUDGET_BYTES } from "../bench/src/worker/upload.ts";
import { makeEdgeSizedRelease } from "./edge-sized-release.ts";

const python = process.env["KANJO_PYTHON"];
if (!python) process.stderr.write("skipped: memory, because KANJO_PYTHON is not set\n");

/** Below it the model is not the one that the budget is for. */
const LEAST_WASM_BYTES = 50 * 2 ** 20;

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kanjo-memory-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe.skipIf(!python)("a 6x384 int8 model behind UniDic", () => {
  test("stays within the budget while it loads, is asked and is swapped", async () => {
    const releaseDir = await makeEdgeSizedRelease(folder, python ?? "");
    const stages = await measureMemory(await serveRelease(releaseDir, join(folder, "served")));
    expect(stages.at(-1)?.wasm).toBeGreaterThan(LEAST_WASM_BYTES);
    for (const stage of stages) {
      expect(sumMemory(stage), JSON.stringify(stage)).toBeLessThanOrEqual(MEMORY_BUDGET_BYTES);
    }
  });
});

test("the upload stays within its budget, gzipped", async () => {
  const { gzipBytes } = await measureUpload(join(folder, "upload"));
  expect(gzipBytes).toBeGreaterThan(2 ** 20);
  expect(gzipBytes).toBeLessThanOrEqual(UPLOAD_BUDGET_BYTES);
});
