import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Files of a finished classification, to be changed and left out by tests. */
export const RUN_FILES = {
  "recipe.json": { name: "small", labels: ["喜", "怒"], training: { epochs: 2, seed: 1 } },
  "result.json": {
    training: {
      kind: "train",
      checkpoint_dir: "engine/checkpoint",
      best_epoch: 2,
      epochs: 2,
      parameters: 12_345,
      trained_parameters: 12_345,
      train_seconds: 65,
      samples_per_second: 81.5,
      peak_memory_bytes: 2_000_000_000,
      validation: {
        count: 10,
        loss: 0.4,
        primary: "accuracy",
        scores: { accuracy: 0.9, macro_f1: 0.88 },
      },
    },
    metrics: { test: { count: 8, accuracy: 0.75, macroF1: 0.7, loss: 0.5, confusionMatrix: [] } },
  },
  "environment.json": {
    startedAt: "2026-02-03T04:05:06.000Z",
    gitCommit: "abc123",
    node: "24.0.0",
    platform: "linux x64",
    libraries: { python: "3.11.9", torch: "2.13.0" },
    hardware: {
      cpu: "A Processor",
      cores: 2,
      memoryBytes: 16e9,
      gpu: null,
      device: "cpu",
      processes: 1,
    },
  },
  "release/manifest.json": {
    files: [{ path: "model.ort", bytes: 1_500_000 }],
    entrypoints: { model: "model.ort" },
  },
} as const;

/** Records of the engine: two steps and two epochs of a training. */
export const METRICS = [
  step(1, 1, 0.7),
  epoch(1, { accuracy: 0.8 }),
  step(2, 2, 0.5),
  epoch(2, { accuracy: 0.6 }),
];

export function step(number: number, ofEpoch: number, loss: number) {
  return {
    phase: "train",
    epoch: ofEpoch,
    step: number,
    loss,
    learning_rate: 1e-4,
    gradient_norm: 1,
    tokens: 300,
    seconds: 2,
  };
}

export function epoch(number: number, scores: Readonly<Record<string, number>>) {
  const validation = { count: 10, loss: 0.5, primary: "accuracy", scores };
  return { phase: "train", epoch: number, step: number, train_loss: 0.6, validation };
}

/** Writes files by name: text as it is, anything else as JSON. */
export async function writeRun(
  dir: string,
  files: Readonly<Record<string, unknown>>,
): Promise<string> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(join(dir, name, ".."), { recursive: true });
    await writeFile(
      join(dir, name),
      typeof content === "string" ? content : JSON.stringify(content),
    );
  }
  return dir;
}

/** `metrics.jsonl` of these records. */
export function toLines(records: readonly unknown[]): string {
  return records.map((record) => `${JSON.stringify(record)}\n`).join("");
}
