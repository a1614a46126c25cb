/** What a training ran on, without anything that names the machine, its user or its folders. */
import { availableParallelism, cpus, totalmem } from "node:os";

import type { EngineEvent } from "@kanjo/shared/contract/event";
import * as z from "zod";

import { readGitCommit } from "./git-commit.ts";
import type { RunFolder } from "./run-folder.ts";

type StartedEvent = Extract<EngineEvent, { event: "started" }>;

export const ENVIRONMENT_FILE = "environment.json";

export const RunEnvironment = z.object({
  /** When the training began, or went on for the last time. */
  startedAt: z.iso.datetime(),
  /** Commit of the trainer, with `-dirty` for uncommitted changes; null outside a checkout. */
  gitCommit: z.string().nullable(),
  node: z.string(),
  /** `linux x64` */
  platform: z.string(),
  /** Python's and its libraries' versions. */
  libraries: z.record(z.string(), z.string()),
  hardware: z.object({
    cpu: z.string(),
    cores: z.int().positive(),
    memoryBytes: z.int().positive(),
    /** Name of the card that the engine trained on; null on a CPU. */
    gpu: z.string().nullable(),
    /** `cpu`, `cuda:0` */
    device: z.string(),
    /** How many processes trained together. */
    processes: z.int().positive(),
  }),
});
export type RunEnvironment = z.infer<typeof RunEnvironment>;

/** Writes `environment.json` of a run whose engine has started. */
export async function writeEnvironment(
  run: RunFolder,
  started: StartedEvent,
  now: Date,
): Promise<void> {
  await run.writeJson(ENVIRONMENT_FILE, await collectEnvironment(started, now));
}

/** @param started the engine's first event */
export async function collectEnvironment(
  started: StartedEvent,
  now: Date,
): Promise<RunEnvironment> {
  const { device, hardware, libraries, processes } = started;
  return {
    startedAt: now.toISOString(),
    gitCommit: await readGitCommit(),
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
    libraries,
    hardware: {
      cpu: readCpuModel(),
      cores: availableParallelism(),
      memoryBytes: readMemoryLimit(),
      gpu: device.startsWith("cuda") ? hardware : null,
      device,
      processes,
    },
  };
}

/** The processor's name as its maker has it, or the architecture where the system does not say. */
export function readCpuModel(): string {
  const model = cpus()[0]?.model.replaceAll(/\s+/g, " ").trim() ?? "";
  return model === "" || model === "unknown" ? process.arch : model;
}

/** Bytes that this process may use: the machine's, or its container's where that has less. */
export function readMemoryLimit(): number {
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}
