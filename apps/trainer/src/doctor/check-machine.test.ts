import { describe, expect, test } from "vitest";

import { checkDisk } from "./check-disk.ts";
import { checkGpu, listDriverCards, parseCards } from "./check-gpu.ts";
import { checkMemory } from "./check-memory.ts";
import { listFeatures } from "./check-processor.ts";
import type { PythonProbe } from "./python-probe.ts";

function probeWith(cudaBuild: string | null, devices: number): PythonProbe {
  const card = { name: "NVIDIA L4", memory_bytes: 24e9, has_bf16: true };
  return {
    python: "3.12.0",
    executable: "python3",
    libraries: {},
    torch: {
      error: null,
      version: "2.13.0",
      cuda_build: cudaBuild,
      devices: Array.from({ length: devices }, () => card),
      threads: 4,
      flops_per_second: null,
    },
  };
}

const CARDS = [{ name: "NVIDIA L4", driver: "570.86.15" }];

describe("a graphics card", () => {
  test("is told with its memory and its driver", () => {
    expect(checkGpu(CARDS, probeWith("12.8", 2))).toMatchObject({
      state: "ok",
      detail: "NVIDIA L4, 24.0 GB; NVIDIA L4, 24.0 GB; driver 570.86.15",
    });
  });

  test("is not needed", () => {
    expect(checkGpu([], probeWith(null, 0))).toMatchObject({ state: "ok" });
  });

  test.each([
    ["a build without CUDA", null, "built with CUDA"],
    ["a driver that is too old", "13.0", "driver"],
  ])("that PyTorch does not reach for %s is a warning", (_, cudaBuild, hint) => {
    expect(checkGpu(CARDS, probeWith(cudaBuild, 0))).toMatchObject({
      state: "warning",
      hint: expect.stringContaining(hint),
    });
  });

  test("is read from the driver's lines, and there is none without a driver", async () => {
    expect(parseCards("NVIDIA H100 80GB HBM3, 570.86.15\nNVIDIA L4, 570.86.15\n\n")).toEqual([
      { name: "NVIDIA H100 80GB HBM3", driver: "570.86.15" },
      { name: "NVIDIA L4", driver: "570.86.15" },
    ]);
    expect(await listDriverCards("no-such-nvidia-smi")).toEqual([]);
  });
});

test.each([
  ["flags\t\t: fpu avx2 avx512f amx_bf16 amx_tile", ["AVX2", "AVX-512", "AMX-BF16"]],
  ["flags : fpu avx512_vnni", []],
  ["Features : neon", []],
  ["", []],
])("processor features of %j", (cpuinfo, features) => {
  expect(listFeatures(cpuinfo)).toEqual(features);
});

test.each([
  ["ok", null, 4e9],
  ["warning", null, 1e9],
  // AdamW's state of a BERT-base takes 1.8 GB.
  ["ok", 111e6, 4e9],
  ["warning", 111e6, 3e9],
])("memory is %s for %s parameters with %d bytes free", (state, parameters, available) => {
  expect(checkMemory(parameters, 16e9, available).state).toBe(state);
});

test("a container's limit counts, not the machine's free memory", () => {
  expect(checkMemory(null, 1e9, 64e9).state).toBe("warning");
});

test.each([
  ["ok", null, 3e9],
  ["warning", null, 1e9],
  ["missing", null, 1e8],
  ["warning", 111e6, 3e9],
])("a disk is %s for %s parameters with %d bytes free", async (state, parameters, free) => {
  const check = await checkDisk("disk", "/runs", parameters, async () => free);
  expect(check).toMatchObject({ state, detail: expect.stringContaining("/runs") });
});

test("a folder that is not made yet has the space of the one above it", async () => {
  expect(await checkDisk("disk", `${import.meta.dirname}/none/deeper`, null)).toMatchObject({
    detail: expect.stringMatching(/^[\d.]+ [kMG]B free for /),
  });
});
