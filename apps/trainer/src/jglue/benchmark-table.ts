/** JGLUE's own table: a column a task, the model above the published ones. */
import { formatTable } from "../terminal/table.ts";
import type { BenchmarkResult, TaskResult } from "./benchmark-result.ts";
import {
  PUBLISHED_BASELINES,
  PUBLISHED_SOURCE,
  type PublishedModel,
} from "./published-baselines.ts";
import { formatSummary, summarize } from "../evaluation/summarize-scores.ts";
import { JGLUE_TASK_NAMES, JGLUE_TASKS, type JglueTask } from "./task.ts";

/** The table and the notes beneath it. */
export function formatBenchmark(result: BenchmarkResult): string {
  const headers = ["", ...JGLUE_TASK_NAMES.map((task) => JGLUE_TASKS[task].title)];
  const rows = [
    ["", ...JGLUE_TASK_NAMES.map(headMetrics)],
    [result.model, ...JGLUE_TASK_NAMES.map((task) => formatTask(task, result))],
    ...PUBLISHED_BASELINES.map(formatPublished),
  ];
  return [formatTable(headers, rows), "", ...listNotes(result)].join("\n");
}

function headMetrics(task: JglueTask): string {
  return JGLUE_TASKS[task].metrics.map(({ heading }) => heading).join("/");
}

function formatTask(task: JglueTask, { tasks }: BenchmarkResult): string {
  const seeds = tasks.find((result) => result.task === task)?.seeds ?? [];
  if (seeds.length === 0) return "-";
  const figures = JGLUE_TASKS[task].metrics.map(({ key }) =>
    formatSummary(summarize(seeds.map(({ scores }) => scores[key] ?? 0))),
  );
  return `${figures.join("/")}${seeds.some((seed) => seed.trained_on_test) ? "*" : ""}`;
}

function formatPublished({ name, scores }: PublishedModel): string[] {
  const cells = JGLUE_TASK_NAMES.map(
    (task) => scores[task]?.map((score) => score.toFixed(3)).join("/") ?? "-",
  );
  return [name, ...cells];
}

function listNotes({ tasks, skipped, limit }: BenchmarkResult): string[] {
  const seeds = Math.max(0, ...tasks.map((task) => task.seeds.length));
  return [
    ...(seeds > 1 ? ["±: standard deviation over the seeds."] : []),
    ...noteStars(tasks),
    ...(limit === null ? [] : [`At most ${limit} rows of each split: no figure is comparable.`]),
    ...skipped.map(({ task, reason }) => `${JGLUE_TASKS[task].title} skipped: ${reason}.`),
    `${PUBLISHED_SOURCE}.`,
  ];
}

function noteStars(tasks: readonly TaskResult[]): string[] {
  const starred = tasks.filter((task) => task.seeds.some((seed) => seed.trained_on_test));
  if (starred.length === 0) return [];
  const rows = starred.map(
    ({ task, seeds }) => `${JGLUE_TASKS[task].title} ${seeds[0]?.rows.train ?? 0}`,
  );
  return [
    `*: trained on the labelled test file, the train file is not there (rows: ${rows.join(", ")}); not comparable.`,
  ];
}
