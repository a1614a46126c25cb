/**
 * A stage's result is kept in the run folder as `result-<stage>.json`, so that a
 * training that goes on after an interruption does not run it again.
 */
import { join } from "node:path";

import * as z from "zod";

import { readJson } from "../read-json.ts";
import type { RunFolder } from "../run/run-folder.ts";
import { refuseAfterSignal } from "../terminal/end-on-signals.ts";
import { formatDuration } from "../terminal/reporter.ts";
import { writeJson } from "../write-json.ts";
import type { PipelineContext } from "./context.ts";

/** What of a training's context a stage's frame looks at. */
export interface StageContext extends Pick<PipelineContext, "reporter" | "seconds"> {
  readonly run: Pick<RunFolder, "dir">;
}

/**
 * The stage's result: from the run folder, or worked out and kept there.
 * @throws KanjoError `interrupted` after a signal, besides what the work throws
 */
export async function runStage<Result>(
  stage: string,
  schema: z.ZodType<Result>,
  { run, reporter, seconds }: StageContext,
  work: () => Promise<Result>,
): Promise<Result> {
  refuseAfterSignal();
  const file = join(run.dir, `result-${stage}.json`);
  const kept = await readStage(file, schema);
  if (kept !== null) {
    reporter.line(stage, `finished before, in ${formatDuration(kept.seconds)}`);
    addSeconds(seconds, stage, kept.seconds);
    return kept.result;
  }
  const { result, seconds: spent } = await measureSeconds(work);
  await writeJson(file, { seconds: spent, result });
  addSeconds(seconds, stage, spent);
  return result;
}

/** What cannot be read counts as not there. */
async function readStage<Result>(
  file: string,
  schema: z.ZodType<Result>,
): Promise<{ readonly seconds: number; readonly result: Result } | null> {
  const { value } = await readJson(file, z.object({ seconds: z.number(), result: z.unknown() }));
  const result = schema.safeParse(value?.result);
  return value !== null && result.success ? { seconds: value.seconds, result: result.data } : null;
}

/** A result and how long it took. */
export async function measureSeconds<Result>(
  work: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly seconds: number }> {
  const started = performance.now();
  const result = await work();
  return { result, seconds: (performance.now() - started) / 1000 };
}

/** A stage that several seeds go through counts as one. */
export function addSeconds(seconds: Map<string, number>, stage: string, spent: number): void {
  seconds.set(stage, (seconds.get(stage) ?? 0) + spent);
}
