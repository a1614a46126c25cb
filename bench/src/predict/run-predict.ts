import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

import { KanjoError } from "@kanjo/shared/error";

import { readProcessMemory } from "../tokenizer/process-memory.ts";

const trainer = fileURLToPath(new URL("../../../apps/trainer/src/main.ts", import.meta.url));
const SAMPLE_EVERY_MS = 250;

export interface Prediction {
  readonly rows: number;
  /** From the first row's reading to the last one's writing; opening the model is not in it. */
  readonly seconds: number;
  /** Resident memory of the process in bytes, four times a second; empty where it cannot be read. */
  readonly memory: readonly number[];
}

/**
 * Labels a JSONL file through the trainer's command line.
 * @throws KanjoError `predict-failed`
 */
export async function runPredict(
  run: string,
  input: string,
  output: string,
  workers: number,
): Promise<Prediction> {
  const files = ["--input", input, "--output", output, "--overwrite"];
  const args = [trainer, "predict", run, ...files, "--workers", String(workers), "--json"];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const closed = new Promise<number | null>((resolve) => child.once("close", resolve));
  const memory: number[] = [];
  while (child.exitCode === null && child.signalCode === null) {
    const sample = await readProcessMemory(child.pid);
    if (sample !== null) memory.push(sample.now);
    await Promise.race([closed, sleep(SAMPLE_EVERY_MS)]);
  }
  if ((await closed) !== 0) throw new KanjoError("predict-failed", stderr.trimEnd());
  const { rows, seconds }: Pick<Prediction, "rows" | "seconds"> = JSON.parse(stdout);
  return { rows, seconds, memory };
}
