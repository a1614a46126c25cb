import { execFile } from "node:child_process";
import { promisify } from "node:util";

import { formatBytes } from "../terminal/reporter.ts";
import { type Check, ok, warn } from "./check.ts";
import type { PythonProbe } from "./python-probe.ts";

const run = promisify(execFile);

const QUERY = ["--query-gpu=name,driver_version", "--format=csv,noheader"];

/** A card as the driver names it. */
export interface DriverCard {
  readonly name: string;
  readonly driver: string;
}

/** Cards that NVIDIA's driver knows; none without a driver. */
export async function listDriverCards(command = "nvidia-smi"): Promise<readonly DriverCard[]> {
  try {
    return parseCards((await run(command, QUERY, { timeout: 10_000 })).stdout);
  } catch {
    return [];
  }
}

/** Lines `NVIDIA H100 80GB HBM3, 570.86.15`. */
export function parseCards(text: string): readonly DriverCard[] {
  return text
    .split("\n")
    .map((line) => line.split(",").map((cell) => cell.trim()))
    .flatMap(([name = "", driver = ""]) => (driver === "" ? [] : [{ name, driver }]));
}

/** Whether PyTorch reaches the cards; a machine without one trains on its processor. */
export function checkGpu(cards: readonly DriverCard[], { torch }: PythonProbe): Check {
  const driver = cards[0]?.driver;
  const devices = torch.error === null ? torch.devices : [];
  if (devices.length > 0) {
    const named = devices.map(({ name, memory_bytes }) => `${name}, ${formatBytes(memory_bytes)}`);
    return ok("gpu", [...named, ...(driver === undefined ? [] : [`driver ${driver}`])].join("; "));
  }
  if (driver === undefined) return ok("gpu", "none; the processor trains");
  const hasCuda = torch.error === null && torch.cuda_build !== null;
  return warn(
    "gpu",
    `${cards.map(({ name }) => name).join(", ")}, driver ${driver}, but PyTorch does not reach it`,
    hasCuda
      ? "The driver may be older than PyTorch's CUDA needs: update it, or install a PyTorch for it."
      : "Install a PyTorch that is built with CUDA (pytorch.org says which).",
  );
}
