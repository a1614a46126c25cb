/** What it takes to compress, to evaluate and to report on the largest model that a worker holds. */
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { describe, type ReleaseMeasurements } from "./describe.ts";
import { runTrainer, trainEdgeModel, writeReviews } from "./edge-model.ts";
import { type ExportFigures, measureExport } from "./measure-export.ts";

const TEXTS = 5_000;
const WEIGHTS = ["fp32", "int8", "int4"] as const;

/** @throws KanjoError `trainer-failed`, `vocabulary-missing` */
export async function benchRelease(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "kanjo-release-"));
  try {
    return describe(await measure(folder));
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function measure(folder: string): Promise<ReleaseMeasurements> {
  const run = await trainEdgeModel(folder);
  const exports: ExportFigures[] = [];
  for (const weights of WEIGHTS) exports.push(await measureExport(run, weights));
  const data = ["--data", await writeReviews(join(folder, "texts.jsonl"), "train", TEXTS)];
  const evaluation = await measureSeconds(["evaluate", run, ...data]);
  const report = join(folder, "report");
  const reporting = ["report", run, ...data, "--no-against", "--output", report];
  const reportSeconds = await measureSeconds(reporting);
  return {
    texts: TEXTS,
    exports,
    evaluationSeconds: evaluation,
    reportSeconds,
    reportBytes: (await stat(join(report, "report.html"))).size,
  };
}

/** From the command's start to its end. */
async function measureSeconds(args: readonly string[]): Promise<number> {
  const started = performance.now();
  await runTrainer(args);
  return (performance.now() - started) / 1000;
}
