import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { readS3Settings } from "../object-store/settings.ts";
import type { FinishedTraining } from "../pipeline/run-training.ts";
import { summarizeSeeds } from "../pipeline/summarize-seeds.ts";
import type { RunFolder } from "../run/run-folder.ts";
import { showPath } from "../terminal/show-path.ts";
import type { Terminal } from "../terminal/terminal.ts";

interface Ending {
  readonly isPublished: boolean;
  readonly json: boolean;
}

/** The result as JSON, or what to do next. */
export function showFinished(
  finished: FinishedTraining,
  run: RunFolder,
  { isPublished, json }: Ending,
  terminal: Terminal,
): void {
  if (json) {
    terminal.printJson({ ...describeFinished(finished, run), published: isPublished });
    return;
  }
  const { report } = finished;
  if (report !== null) terminal.reporter.line("report", showPath(report.html, terminal.callerDir));
  const releaseDir = showPath(run.releaseDir, terminal.callerDir);
  terminal.reporter.line("next", nextStep(finished, isPublished, releaseDir));
}

function describeFinished(finished: FinishedTraining, run: RunFolder) {
  const { best, seeds, manifest, baseline } = finished;
  return {
    name: manifest?.name ?? null,
    version: manifest?.version ?? null,
    runDir: run.dir,
    releaseDir: manifest === null ? null : run.releaseDir,
    report: finished.report,
    task: finished.prepared.task.kind,
    validation: best.training.validation,
    metrics: best.served?.metrics ?? null,
    baseline,
    trainSeconds: best.training.train_seconds,
    seeds: seeds.map(({ seed, training, served }) => ({
      seed,
      validation: training.validation,
      metrics: served?.metrics ?? null,
    })),
    summary: summarizeSeeds(seeds),
  };
}

function nextStep(
  { manifest }: FinishedTraining,
  isPublished: boolean,
  releaseDir: string,
): string {
  if (manifest === null) return "pnpm --filter trainer runs list";
  if (!isPublished) return `pnpm --filter trainer run publish ${releaseDir}`;
  return askStep();
}

function askStep(): string {
  return readS3Settings(process.env) === null
    ? 'pnpm --filter trainer ask "とても良かったです"   or   npm run dev'
    : 'pnpm --filter trainer ask --url <address of your worker> "とても良かったです"';
}

/** A run that `--resume` finds trained already. */
interface TrainedBefore {
  readonly version: string;
  readonly dir: string;
  /** By this command or an earlier one. */
  readonly isPublished: boolean;
}

/** @param ending whether it is this command that published, and how to say so */
export async function showFinishedBefore(
  { version, dir, isPublished: published }: TrainedBefore,
  { isNew, json }: { readonly isNew: boolean; readonly json: boolean },
  terminal: Terminal,
): Promise<void> {
  if (json) {
    const result: unknown = JSON.parse(await readFile(join(dir, "result.json"), "utf8"));
    terminal.printJson({ version, runDir: dir, finishedBefore: true, published, result });
    return;
  }
  const show = `pnpm --filter trainer runs show ${showPath(dir, terminal.callerDir)}`;
  terminal.reporter.line("next", isNew ? askStep() : show);
}
