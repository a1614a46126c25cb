import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";

import { KanjoError } from "@kanjo/shared/error";
import { describeIssues } from "@kanjo/shared/zod-issues";

import { parseJson } from "../parse-json.ts";
import { writeJson } from "../write-json.ts";
import { type BenchmarkResult, SeedResult } from "./benchmark-result.ts";

/** Where a benchmark keeps what it found: `benchmark.json`, and `score.json` beside each finished training. */
export interface BenchmarkFolder {
  readonly dir: string;
  /** What a training scored, or null where it has not come to its end. */
  readScore(runName: string): Promise<SeedResult | null>;
  keepScore(runName: string, score: SeedResult): Promise<void>;
  keepResult(result: BenchmarkResult): Promise<void>;
}

export function openBenchmarkFolder(dir: string): BenchmarkFolder {
  const scoreFile = (runName: string): string => join(dir, runName, "score.json");
  return {
    dir,
    readScore: (runName) => readScore(scoreFile(runName)),
    keepScore: (runName, score) => writeJson(scoreFile(runName), score),
    keepResult: (result) => writeJson(join(dir, "benchmark.json"), result),
  };
}

async function readScore(file: string): Promise<SeedResult | null> {
  if ((await stat(file).catch(() => null)) === null) return null;
  const result = SeedResult.safeParse(parseJson(await readFile(file, "utf8")));
  if (result.success) return result.data;
  throw new KanjoError("score-invalid", `${file}: ${describeIssues(result.error)}`, {
    hint: "Delete it, and the task is evaluated again.",
    cause: result.error,
  });
}
