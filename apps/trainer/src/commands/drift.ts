import { readFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";

import { KanjoError, messageOf } from "@kanjo/shared/error";
import { Command } from "commander";
import * as z from "zod";

import { createQuery } from "../drift/analytics-query.ts";
import { type Answers, countAnswers } from "../drift/answers.ts";
import { describeDrift } from "../drift/describe-drift.ts";
import { createDriftReport } from "../drift/drift-report.ts";
import { queryAnalytics, readAccount } from "../drift/query-analytics.ts";
import { readAnswers, type Selection } from "../drift/read-answers.ts";
import { ModelFigures, readEvaluation } from "../drift/reference.ts";
import { parseJson } from "../parse-json.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { parseOptions } from "./parse-options.ts";

const EXAMPLES = `
Examples:
  $ pnpm --filter trainer drift --url https://kanjo.example.workers.dev --days 7
  $ pnpm --filter trainer drift --release runs/v7/release --input answers.json
  $ pnpm --filter trainer drift --release runs/v7/release --input answers.json --evaluation test.jsonl
  $ pnpm --silent --filter trainer drift --url https://kanjo.example.workers.dev --print-query

Answers come from Workers Analytics Engine (CLOUDFLARE_ACCOUNT_ID and CLOUDFLARE_API_TOKEN,
with the permission Account Analytics: Read) or from a file. A drift is a difference that is
both not by chance and large; docs/operating.md says how it is measured.`;

export function createDriftCommand(terminal: Terminal): Command {
  return new Command("drift")
    .description("compare the labels and scores of a period with the evaluation's")
    .option("--url <url>", "worker whose model is compared; it tells its figures at /model")
    .option("--release <path>", "its release folder or manifest.json, in place of --url")
    .option("--split <split>", "split of the evaluation", "test")
    .option("--evaluation <file>", "label and score of every text of that split, for the scores")
    .option("--input <file>", "answers of the period, in place of asking Cloudflare")
    .option("--dataset <name>", "Analytics Engine dataset", "kanjo")
    .option("--days <days>", "length of the period until now", "7")
    .option("--since <time>", "start of the period, in place of --days")
    .option("--until <time>", "end of the period; default: now")
    .option("--alpha <p>", "a drift is less probable by chance", "0.01")
    .option("--stability <index>", "a drift's stability index is at least this", "0.1")
    .option("--fail-on-drift", "end with exit code 1 where there is a drift")
    .option("--print-query", "print the SQL and do nothing else")
    .option("--json", "print one JSON object on stdout")
    .addHelpText("after", EXAMPLES)
    .action(async (raw: unknown) => {
      await measureDrift(parseOptions(DriftOptions, raw, "drift"), terminal);
    });
}

const Time = z.string().transform((text, context) => {
  const time = new Date(text);
  if (!Number.isNaN(time.valueOf())) return time;
  context.addIssue("expected a time like 2026-11-20 or 2026-11-20T12:00:00Z");
  return z.NEVER;
});

const DriftOptions = z
  .object({
    url: z.url({ protocol: /^https?$/ }).optional(),
    release: z.string().optional(),
    split: z.string(),
    evaluation: z.string().optional(),
    input: z.string().optional(),
    dataset: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "expected letters, digits and '_'"),
    days: z.coerce.number().positive().max(90),
    since: Time.optional(),
    until: Time.optional(),
    alpha: z.coerce.number().gt(0).lt(1),
    stability: z.coerce.number().nonnegative(),
    failOnDrift: z.boolean().optional(),
    printQuery: z.boolean().optional(),
    json: z.boolean().optional(),
  })
  .refine(({ url, release }) => (url === undefined) !== (release === undefined), {
    message: "give either --url or --release",
  });
type DriftOptions = z.infer<typeof DriftOptions>;

async function measureDrift(options: DriftOptions, terminal: Terminal): Promise<void> {
  const figures = await readFigures(options, terminal);
  const abstainsBelow = figures.calibration.abstain?.below ?? null;
  const selection: Selection = { version: figures.version, abstainsBelow };
  const query = createQuery({ ...selection, ...choosePeriod(options), dataset: options.dataset });
  if (options.printQuery === true) return terminal.print(query);
  const period = await readPeriod(query, options, selection, terminal);
  const evaluation = await readReference(figures, options, selection, terminal);
  const { split, alpha, stability } = options;
  const report = createDriftReport({
    figures,
    split,
    evaluation,
    period,
    limits: { alpha, stability },
  });
  if (options.json === true) terminal.printJson(report);
  else terminal.print(describeDrift(report));
  if (options.failOnDrift === true && report.verdict === "drift") {
    throw new KanjoError("drift-found", `${figures.name} ${figures.version}: the answers drift`, {
      hint: "Evaluate the model on texts that are asked about now.",
    });
  }
}

const DAY_MS = 86_400_000;

function choosePeriod({ since, until = new Date(), days }: DriftOptions) {
  return { since: since ?? new Date(until.valueOf() - days * DAY_MS), until };
}

async function readFigures(options: DriftOptions, { callerDir }: Terminal): Promise<ModelFigures> {
  const [text, source] =
    options.url === undefined
      ? await readManifestText(resolve(callerDir, options.release ?? ""))
      : [await getModelFacts(options.url), `${options.url}/model`];
  const result = ModelFigures.safeParse(parseJson(text));
  if (result.success) return result.data;
  throw new KanjoError("figures-invalid", `${source}: these are no figures of a model`, {
    hint: "Give a release of this version of the trainer, or the address of a worker.",
    cause: result.error,
  });
}

async function readManifestText(path: string): Promise<[text: string, source: string]> {
  const file = path.endsWith(".json") ? path : join(path, "manifest.json");
  return [await readFile(file, "utf8"), basename(file)];
}

async function getModelFacts(url: string): Promise<string> {
  const key = process.env["KANJO_API_KEY"] ?? "";
  const headers = key === "" ? {} : { authorization: `Bearer ${key}` };
  const address = new URL("/model", url);
  const response = await fetch(address, { headers }).catch((cause: unknown) => {
    throw new KanjoError("worker-unreachable", `${address.origin}: ${messageOf(cause)}`, {
      hint: "Is the address right, and is the worker deployed?",
      cause,
    });
  });
  if (response.ok) return response.text();
  throw new KanjoError("worker-refused", `${address.origin} answered ${response.status}`, {
    hint: "Where it needs an API key, set KANJO_API_KEY.",
  });
}

async function readPeriod(
  query: string,
  options: DriftOptions,
  selection: Selection,
  { callerDir, reporter }: Terminal,
): Promise<Answers> {
  if (options.input !== undefined) {
    const text = await readFile(resolve(callerDir, options.input), "utf8");
    return countAnswers(readAnswers(text, basename(options.input), selection));
  }
  const account = readAccount(process.env);
  reporter.progress("drift", `asking ${options.dataset}`);
  const answers = await queryAnalytics(query, account);
  return countAnswers(readAnswers(answers, options.dataset, selection));
}

async function readReference(
  figures: ModelFigures,
  { split, evaluation }: DriftOptions,
  selection: Selection,
  { callerDir }: Terminal,
): Promise<Answers> {
  const fromManifest = readEvaluation(figures, split);
  if (evaluation !== undefined) {
    const text = await readFile(resolve(callerDir, evaluation), "utf8");
    return countAnswers(readAnswers(text, basename(evaluation), selection));
  }
  if (fromManifest !== null) return fromManifest;
  const splits = Object.keys(figures.metrics).join(", ");
  throw new KanjoError("usage", `drift: --split is ${split}, the model has figures of ${splits}`);
}
