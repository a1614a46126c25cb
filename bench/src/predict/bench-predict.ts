/**
 * Labelling whole files: what a second worker adds, whether memory grows with the
 * file, and how transformers' pipeline does on the same texts with the same weights.
 */
import { readdir, readFile, rm, mkdtemp } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import { KanjoError } from "@kanjo/shared/error";

import { quantile } from "../quantile.ts";
import { describe, type Memory, type PredictMeasurements } from "./describe.ts";
import { parsePredictOptions, type PredictBenchOptions } from "./predict-options.ts";
import { readReviewTexts, writeTexts } from "./review-texts.ts";
import { type PipelineRun, runPipeline } from "./run-pipeline.ts";
import { runPredict } from "./run-predict.ts";

const runsDir = fileURLToPath(new URL("../../../runs", import.meta.url));
const BATCH_SIZES = [1, 32];
const SHORT_CHARACTERS = 20;
const QUARTERS = [0, 1, 2, 3];

/** @throws KanjoError `usage`, `run-missing`, `predict-failed`, `bench-python-failed` */
export async function benchPredict(args: readonly string[]): Promise<string> {
  const options = parsePredictOptions(args);
  const run = options.run === null ? await findNewestRun() : resolve(options.run);
  const folder = await mkdtemp(join(tmpdir(), "kanjo-bench-predict-"));
  try {
    const texts = await readReviewTexts();
    const speed = await measureSpeed(run, texts, options, folder);
    const memory = await measureMemory(run, texts, options, folder);
    return describe({ ...speed, memory });
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function findNewestRun(): Promise<string> {
  const names = await readdir(runsDir).catch(() => []);
  const newest = names
    .filter((name) => name.startsWith("quickstart-"))
    .toSorted()
    .at(-1);
  if (newest !== undefined) return join(runsDir, newest);
  throw new KanjoError("run-missing", "runs has no training of the recipe quickstart", {
    hint: "Train one: pnpm --filter trainer train --no-publish; or name a run: --run <folder>.",
  });
}

/** Contenders take turns, so that a machine that gets slower is slower for all of them. */
async function measureSpeed(
  run: string,
  texts: readonly string[],
  { texts: count, rounds }: PredictBenchOptions,
  folder: string,
): Promise<Omit<PredictMeasurements, "memory">> {
  const [input, output] = [join(folder, "texts.jsonl"), join(folder, "labelled.jsonl")];
  await writeTexts(input, texts, count);
  const workers = availableParallelism();
  const ours = [1, workers].map((each) => ({ each, rates: new Array<number>() }));
  const theirs = BATCH_SIZES.map((size) => ({ size, rates: new Array<number>() }));
  let pipeline: PipelineRun | null = null;
  for (let round = 0; round < rounds; round += 1) {
    for (const { each, rates } of ours) {
      const { rows, seconds } = await runPredict(run, input, output, each);
      rates.push(rows / seconds);
    }
    for (const { size, rates } of theirs) {
      pipeline = await runPipeline(run, input, size);
      rates.push(pipeline.rowsPerSecond);
    }
  }
  const { version = "", threads = 0, labels = [] } = pipeline ?? {};
  const [one, all] = ours.map(({ rates }) => rates);
  return {
    run: basename(run),
    texts: count,
    workers,
    speeds: [
      { name: "`predict`, 1 worker", rates: one ?? [] },
      { name: `\`predict\`, ${workers} workers`, rates: all ?? [] },
      ...theirs.map(({ size, rates }) => ({ name: `pipeline, batches of ${size}`, rates })),
    ],
    agreement: await measureAgreement(output, labels),
    pipeline: { version, threads },
  };
}

async function measureAgreement(output: string, labels: readonly string[]): Promise<number> {
  const lines = (await readFile(output, "utf8")).trimEnd().split("\n");
  const same = lines.filter((line, at) => {
    const { label }: { readonly label: string } = JSON.parse(line);
    return label === labels[at];
  });
  return same.length / lines.length;
}

async function measureMemory(
  run: string,
  texts: readonly string[],
  { rows: sizes }: PredictBenchOptions,
  folder: string,
): Promise<readonly Memory[]> {
  const short = texts.filter((text) => text.length <= SHORT_CHARACTERS);
  const [input, output] = [join(folder, "short.jsonl"), join(folder, "labelled.jsonl")];
  const measured: Memory[] = [];
  for (const rows of sizes) {
    await writeTexts(input, short, rows);
    const { seconds, memory } = await runPredict(run, input, output, availableParallelism());
    const quarters = QUARTERS.map((at) =>
      memory.slice((at * memory.length) / 4, ((at + 1) * memory.length) / 4),
    );
    measured.push({
      rows,
      seconds,
      peak: Math.max(...memory),
      quarters: quarters.map((samples) => quantile(samples, 0.5)),
    });
  }
  return measured;
}
