import { readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";

import { readCpuModel } from "../run/environment.ts";
import { type Check, ok } from "./check.ts";

/** What makes products of matrices faster, by the names of Linux's /proc/cpuinfo. */
const FEATURES = {
  avx2: "AVX2",
  avx512f: "AVX-512",
  avx512_bf16: "AVX-512-BF16",
  amx_bf16: "AMX-BF16",
} as const;

/** The processor and those of its features that PyTorch makes use of. */
export async function checkProcessor(): Promise<Check> {
  const features = listFeatures(await readFile("/proc/cpuinfo", "utf8").catch(() => ""));
  const described = features.length === 0 ? "" : `, ${features.join(", ")}`;
  return ok("processor", `${readCpuModel()}, ${availableParallelism()} cores${described}`);
}

/** @param cpuinfo Linux's /proc/cpuinfo */
export function listFeatures(cpuinfo: string): readonly string[] {
  const flags = new Set(/^flags\s*:(.*)$/m.exec(cpuinfo)?.[1]?.trim().split(" "));
  return Object.entries(FEATURES).flatMap(([flag, name]) => (flags.has(flag) ? [name] : []));
}
