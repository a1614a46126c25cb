import { join } from "node:path";

import type { ClassificationDataset } from "../dataset/dataset.ts";
import { openReleaseFolder } from "../release/open-release-folder.ts";
import { buildReport } from "../report/build-report.ts";
import type { OtherAnswers } from "../report/compare-answers.ts";
import type { ScoredSplit } from "../report/score-splits.ts";
import { type ReportFiles, writeReport } from "../report/write-report.ts";
import type { RunFolder } from "../run/run-folder.ts";
import type { PipelineContext } from "./context.ts";
import { readPredictions } from "./predictions.ts";
import { measureSeconds } from "./stage.ts";

interface Reported {
  /** Of the seed that was chosen: its answers and its curves are there. */
  readonly runDir: string;
  /** What the release that is served answered to the test texts; null for none. */
  readonly other: OtherAnswers | null;
  readonly now: () => Date;
}

/** What of a training's context it looks at. */
interface ReportContext extends Pick<PipelineContext, "reporter" | "seconds"> {
  readonly run: Pick<RunFolder, "dir" | "releaseDir">;
}

/** Writes `report/` with the analysis of the release, from the answers that were kept. */
export async function reportModel(
  dataset: ClassificationDataset,
  { runDir, other, now }: Reported,
  { run, reporter, seconds }: ReportContext,
): Promise<ReportFiles> {
  const { result: files, seconds: spent } = await measureSeconds(async () => {
    const release = await openReleaseFolder(run.releaseDir);
    const splits = [
      await readSplit("validation", dataset, runDir),
      await readSplit("test", dataset, runDir),
    ];
    const { train } = dataset.splits;
    const request = { release, splits, train, runDir, other, now };
    return writeReport(await buildReport(request, reporter), join(run.dir, "report"));
  });
  seconds.set("report", spent);
  return files;
}

async function readSplit(
  split: "validation" | "test",
  { splits }: ClassificationDataset,
  runDir: string,
): Promise<ScoredSplit> {
  return { split, scored: await readPredictions(runDir, split, splits[split]) };
}
