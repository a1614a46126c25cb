import { expect, test } from "vitest";

import { describeReport } from "./describe.ts";
import type { GpuCase, GpuReport } from "./gpu-report.ts";

const COMMON = { precision: "bf16", compile: false, token_budget: null };
const TRAINER: GpuCase = {
  ...COMMON,
  runner: "trainer",
  samples_per_second: 500,
  steady_samples_per_second: 500,
  peak_memory_bytes: 3 * 2 ** 30,
};
const OURS: GpuCase = {
  ...COMMON,
  runner: "engine",
  samples_per_second: 900,
  steady_samples_per_second: 1250,
  peak_memory_bytes: 2.5 * 2 ** 30,
};

function rowsOf(cases: readonly GpuCase[]): string[] {
  const report: GpuReport = {
    date: "2026-01-02",
    hardware: "A card",
    memory_bytes: 80 * 2 ** 30,
    libraries: { torch: "2.11.0" },
    rehearsal: false,
    shape: { layers: 12, hidden_size: 768 },
    rows: 60_000,
    lengths: { mean: 27, ninetieth: 57, padding: 3.1 },
    cases,
  };
  return describeReport(report).split("\n").slice(-cases.length);
}

test("speeds after the warm-up are compared with Trainer's in the same precision", () => {
  const [trainer, ours, other] = rowsOf([TRAINER, OURS, { ...OURS, precision: "fp16" }]);
  expect(trainer).toBe("| Trainer | 32 rows | bf16 | no | 500 | 500 | 1.00 | 3.00 |");
  expect(ours).toBe("| Kanjo | 32 rows | bf16 | no | 900 | 1250 | 2.50 | 2.50 |");
  expect(other).toBe("| Kanjo | 32 rows | fp16 | no | 900 | 1250 |  | 2.50 |");
});

test("a case that failed has its reason on one line", () => {
  const [row] = rowsOf([
    { ...COMMON, token_budget: 16_384, runner: "engine", error: "out of\nmemory" },
  ]);
  expect(row).toBe("| Kanjo | 16384 tokens | bf16 | no | out of memory |  |  |  |");
});
