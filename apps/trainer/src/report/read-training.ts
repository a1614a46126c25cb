/** How the model was trained, from what the run folder keeps; a run that goes on has no result.json yet. */
import { basename, dirname, join } from "node:path";

import { EngineMetrics } from "@kanjo/shared/contract/event";
import * as z from "zod";

import { readJson } from "../read-json.ts";
import { summarizeCurve } from "../run/curve.ts";
import { ENVIRONMENT_FILE, RunEnvironment } from "../run/environment.ts";
import { type EpochRecord, type Metrics, readMetrics } from "../run/read-metrics.ts";
import { type RunResult, RunResultFile, toRunResult } from "../run/run-result.ts";
import type { Point, TrainingReport } from "./report.ts";
import { thinLoss } from "./thin-loss.ts";

/**
 * The curves of the training on labels, without what came before it.
 * @param runDir of a run, or of one of its seeds
 * @returns null where the folder has no such curves
 */
export async function readTraining(runDir: string): Promise<TrainingReport | null> {
  const { dir, sharedDir } = await locateTraining(runDir);
  const metrics = await readMetrics(join(dir, "engine/metrics.jsonl"));
  const phase = metrics?.epochs.findLast(({ validation }) => validation !== null)?.phase;
  if (metrics === null || phase === undefined) return null;
  const result = await readResult(dir);
  const curve = summarizeCurve(metrics);
  return {
    loss: thinLoss(listLosses(metrics, phase)),
    epochs: metrics.epochs.filter((epoch) => epoch.phase === phase).map(describeEpoch),
    bestEpoch: result?.bestEpoch ?? curve.bestEpoch ?? 1,
    seconds: result?.trainSeconds ?? curve.trainSeconds ?? 0,
    hardware: await readHardware(dir),
    baselineAccuracy: await readBaseline(sharedDir),
  };
}

interface TrainingFolders {
  /** Of the seed that was trained. */
  readonly dir: string;
  /** Of what all seeds share. */
  readonly sharedDir: string;
}

const BestSeed = z.object({ seed: z.int() });

/** Several seeds have folders of their own in `seeds/`; the best one's is meant by the run's. */
async function locateTraining(runDir: string): Promise<TrainingFolders> {
  const parent = dirname(runDir);
  if (basename(parent) === "seeds") return { dir: runDir, sharedDir: dirname(parent) };
  const own = { dir: runDir, sharedDir: runDir };
  if ((await readMetrics(join(runDir, "engine/metrics.jsonl"))) !== null) return own;
  const best = await readJson(join(runDir, "result.json"), BestSeed);
  if (best.value === null) return own;
  return { dir: join(runDir, "seeds", String(best.value.seed)), sharedDir: runDir };
}

const StageFile = z.object({ result: RunResultFile });

/** The stage's result is there before the run's. */
async function readResult(dir: string): Promise<RunResult | null> {
  const stage = await readJson(join(dir, "result-train.json"), StageFile);
  if (stage.value !== null) return toRunResult(stage.value.result);
  const run = await readJson(join(dir, "result.json"), RunResultFile);
  return run.value === null ? null : toRunResult(run.value);
}

function listLosses({ steps }: Metrics, phase: string): Point[] {
  return steps.filter((step) => step.phase === phase).map(({ step, loss }) => [step, loss]);
}

function describeEpoch({ epoch, trainLoss, validation }: EpochRecord) {
  return {
    epoch,
    trainLoss,
    validationLoss: validation?.loss ?? null,
    scores: validation?.scores ?? {},
  };
}

/** `2 x NVIDIA H100`, `AMD EPYC 7763, 2 cores` */
async function readHardware(dir: string): Promise<string | null> {
  const { value } = await readJson(join(dir, ENVIRONMENT_FILE), RunEnvironment);
  if (value === null) return null;
  const { cpu, cores, gpu, processes } = value.hardware;
  if (gpu === null) return `${cpu}, ${cores} ${cores === 1 ? "core" : "cores"}`;
  return processes === 1 ? gpu : `${processes} x ${gpu}`;
}

const BaselineStage = z.object({ result: EngineMetrics });

async function readBaseline(dir: string): Promise<number | null> {
  const stage = await readJson(join(dir, "result-baseline.json"), BaselineStage);
  const run = await readJson(join(dir, "result.json"), RunResultFile);
  const scores =
    stage.value?.result.scores ??
    (run.value === null ? null : toRunResult(run.value).baseline?.scores);
  return scores?.["accuracy"] ?? null;
}
