import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { writeTinyClassifier, writeTinyWordClassifier } from "../../test/tiny-classifier.ts";
import { readCpuModel } from "../run/environment.ts";
import { measurePerformance } from "./measure-performance.ts";

/** As much as an isolate of the edge has. */
const ISOLATE_BYTES = 128 * 1024 * 1024;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kanjo-performance-"));
});
afterAll(() => rm(folder, { recursive: true }));

describe("size, memory and time are measured", () => {
  test.each([
    ["characters", writeTinyClassifier],
    ["words and a dictionary", writeTinyWordClassifier],
  ])("of a model of %s", async (name, write) => {
    const model = await write(join(folder, name));
    const measured = await measurePerformance(model);
    expect(measured.modelBytes).toBe((await stat(model.modelFile)).size);
    expect(measured.processor).toBe(readCpuModel());
    // A WebAssembly memory is made of pages.
    for (const bytes of [measured.heapAfterLoad, measured.heapAfterLongest]) {
      expect(bytes % 65_536).toBe(0);
      expect(bytes).toBeGreaterThan(measured.modelBytes);
      expect(bytes).toBeLessThan(ISOLATE_BYTES);
    }
    expect(measured.heapAfterLongest).toBeGreaterThanOrEqual(measured.heapAfterLoad);
    for (const { medianMs, p95Ms } of measured.latency) {
      expect(medianMs).toBeGreaterThan(0);
      expect(p95Ms).toBeGreaterThanOrEqual(medianMs);
    }
  });
});

test.each([
  [128, [8, 32, 128]],
  [100, [8, 32, 100]],
  [32, [8, 32]],
  [6, [6]],
])("a model that takes %i tokens is measured at %j", async (maxTokens, expected) => {
  const model = await writeTinyClassifier(join(folder, `${maxTokens}`));
  const { latency } = await measurePerformance({ ...model, maxTokens });
  expect(latency.map(({ tokens }) => tokens)).toEqual(expected);
});

test("a model that cannot be opened is refused as everywhere", async () => {
  const model = await writeTinyClassifier(join(folder, "broken"));
  await writeFile(model.modelFile, "no model");
  await expect(measurePerformance(model)).rejects.toMatchObject({
    name: "KanjoError",
    code: "model-invalid",
    hint: expect.stringContaining("Export the model again"),
  });
  await expect(
    measurePerformance({ ...model, modelFile: join(folder, "none") }),
  ).rejects.toMatchObject({ code: "model-unreadable" });
});
