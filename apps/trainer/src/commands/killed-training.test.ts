/** What a training that was ended by force comes to when it goes on. */
import { readFileSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";

import { type Finished, runTrainer, writeData, writeRecipe } from "../../test/small-training.ts";

const python = process.env["KANJO_PYTHON"] ?? "";
if (!python) process.stderr.write("skipped: killed trainings, because KANJO_PYTHON is not set\n");

const TIMEOUT_MS = 120_000;
const EPOCHS = 24;

let folder: string;
/** Of the engine that runs, or was the last to run. */
const engineId = (): number => Number(readFileSync(join(folder, "engine-id"), "utf8"));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kanjo-killed-"));
  await writeData(folder);
  const training = {
    epochs: EPOCHS,
    batch_size: 8,
    learning_rate: 5e-3,
    warmup_ratio: 0.1,
    weight_decay: 0.01,
    token_dropout: 0.1,
    gradient_clip: 1,
    precision: "fp32",
    seed: 1,
  };
  await writeRecipe(folder, "small", { training });
  await stubPython();
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

/** The same interpreter, but it writes down its process's id. */
async function stubPython(): Promise<void> {
  const script = `#!/bin/sh\necho $$ > '${join(folder, "engine-id")}'\nexec '${python}' "$@"\n`;
  const file = join(folder, "python");
  await writeFile(file, script, { mode: 0o755 });
  vi.stubEnv("KANJO_PYTHON", file);
}

const options = ["--no-publish", "--no-baseline", "--json"];

function begin(version: string): string[] {
  return ["--recipe", "small.yaml", "--runs", "runs", "--version", version];
}

/** Ended by these signals when this is said. */
function trainUntil(
  line: string,
  args: readonly string[],
  end: (signalNode: (signal: NodeJS.Signals) => void) => void,
): Promise<Finished> {
  let isEnded = false;
  return runTrainer(["train", ...args], folder, (said, kill) => {
    if (isEnded || !said.includes(line)) return;
    isEnded = true;
    end(kill);
  });
}

async function readWeights(version: string): Promise<Buffer> {
  return readFile(join(folder, "runs", version, "engine/checkpoint/model.safetensors"));
}

/** Metrics of every step and epoch, but for their seconds. */
async function readMetrics(version: string): Promise<readonly unknown[]> {
  const text = await readFile(join(folder, "runs", version, "engine/metrics.jsonl"), "utf8");
  return text
    .trimEnd()
    .split("\n")
    .map((line) => ({ ...JSON.parse(line), seconds: null }));
}

describe.skipIf(!python)("a training that is interrupted, killed and orphaned", () => {
  const goneOn = ["--resume", "runs/killed", "--json"];

  test(
    "ends with the same weights, bit for bit, as one that never stopped",
    async () => {
      const whole = await runTrainer(["train", ...begin("whole"), ...options], folder);
      expect(whole.code, whole.stderr).toBe(0);

      // A training of seconds has no checkpoint but the one that a signal asks for.
      const begun = [...begin("killed"), ...options];
      const first = await trainUntil(`epoch 5/${EPOCHS}`, begun, (kill) => kill("SIGINT"));
      expect(first.code, first.stderr).toBe(130);
      const second = await trainUntil(`epoch 12/${EPOCHS}`, goneOn, (kill) => {
        kill("SIGKILL");
        process.kill(engineId(), "SIGKILL");
      });
      const third = await trainUntil(`epoch 18/${EPOCHS}`, goneOn, (kill) => kill("SIGKILL"));
      const last = await runTrainer(["train", ...goneOn], folder);
      expect([second.code, third.code, last.code], last.stderr).toEqual([null, null, 0]);
      for (const { stderr } of [second, third, last]) {
        expect(stderr).toMatch(/^train +goes on after step \d+/m);
        expect(stderr).not.toContain(`epoch 4/${EPOCHS}`);
      }

      expect(await readWeights("killed")).toEqual(await readWeights("whole"));
      expect(await readMetrics("killed")).toEqual(await readMetrics("whole"));
      const [expected, found] = [whole, last].map(({ stdout }) => JSON.parse(stdout));
      expect(found.validation).toEqual(expected.validation);
      expect(found.metrics).toEqual(expected.metrics);
    },
    TIMEOUT_MS,
  );
});
