import { resolve } from "node:path";

import { KanjoError } from "@kanjo/shared/error";
import { Command } from "commander";

import { compareRecipes, describeComparison } from "../run/compare-runs.ts";
import { readCurve } from "../run/curve.ts";
import { describeRun } from "../run/describe-run.ts";
import { describeRuns } from "../run/describe-runs.ts";
import { findRun, listRuns } from "../run/list-runs.ts";
import type { Run } from "../run/read-run.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { createRunsOption } from "./runs-option.ts";

const EXAMPLES = `
Examples:
  $ pnpm --filter trainer runs
  $ pnpm --filter trainer runs show quickstart-20261123-194500
  $ pnpm --filter trainer runs compare wrime-20261124-081500 wrime-lora-20261124-093000
  $ pnpm --silent --filter trainer runs list --json > runs.json

A run is named as the list has it, or by its folder. Runs that were killed, that go on
still or that an older trainer made are shown as far as they say something.`;

interface RunsOptions {
  readonly runs: string;
  readonly json?: true;
}

export function createRunsCommand(terminal: Terminal): Command {
  const list = addOptions(new Command("list"))
    .description("list the runs, the newest first")
    .action((options: RunsOptions) => showList(options, terminal));
  const show = addOptions(new Command("show"))
    .description("show a run's recipe, environment and epochs")
    .argument("<run>", "name or folder of the run")
    .action((name: string, options: RunsOptions) => showOne(name, options, terminal));
  const compare = addOptions(new Command("compare"))
    .description("show runs side by side: what differs in their recipes, and what came of it")
    .argument("<runs...>", "names or folders of the runs")
    .action((names: string[], options: RunsOptions) => showComparison(names, options, terminal));
  return new Command("runs")
    .description("list, show and compare trainings")
    .addCommand(list, { isDefault: true })
    .addCommand(show)
    .addCommand(compare)
    .addHelpText("after", EXAMPLES);
}

function addOptions(command: Command): Command {
  return command.addOption(createRunsOption()).option("--json", "print one JSON object on stdout");
}

async function showList(options: RunsOptions, terminal: Terminal): Promise<void> {
  const runsDir = resolve(terminal.callerDir, options.runs);
  const runs = await listRuns(runsDir);
  if (options.json === true) {
    terminal.printJson({ runs });
    return;
  }
  if (runs.length > 0) terminal.print(describeRuns(runs));
  else terminal.reporter.line("runs", `none in ${runsDir} yet: pnpm --filter trainer train`);
}

async function showOne(name: string, options: RunsOptions, terminal: Terminal): Promise<void> {
  const run = await find(name, options, terminal);
  const metrics = await readCurve(run.dir);
  if (options.json === true) {
    const { epochs = [], unreadable = 0 } = metrics ?? {};
    terminal.printJson({ ...run, epochs, unreadableLines: unreadable });
    return;
  }
  terminal.print(describeRun(run, metrics));
}

async function showComparison(
  names: readonly string[],
  options: RunsOptions,
  terminal: Terminal,
): Promise<void> {
  if (names.length < 2) {
    throw new KanjoError("usage", `runs compare has ${names.length} run, expected two or more`, {
      hint: "trainer runs list shows those that there are.",
    });
  }
  const runs = await Promise.all(names.map((name) => find(name, options, terminal)));
  if (options.json === true) terminal.printJson({ differences: compareRecipes(runs), runs });
  else terminal.print(describeComparison(runs));
}

function find(name: string, options: RunsOptions, { callerDir }: Terminal): Promise<Run> {
  return findRun(name, resolve(callerDir, options.runs), callerDir);
}
