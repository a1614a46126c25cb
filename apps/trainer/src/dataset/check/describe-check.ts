import { formatPercent } from "../../terminal/reporter.ts";
import { formatTable } from "../../terminal/table.ts";
import type { CheckedDataset } from "./check-dataset.ts";
import type { SplitBalance } from "./measure-balance.ts";
import type { Distribution, SplitLengths } from "./measure-lengths.ts";
import { describeProblem, type Problem } from "./problem.ts";

/** The problems, then the balance and the lengths of each split, as tables. */
export function describeCheck(
  { problems, balance, lengths }: CheckedDataset,
  maxTokens: number | null,
): string {
  return [
    describeProblems(problems),
    tabulateBalance(balance),
    tabulateLengths(lengths, maxTokens),
  ].join("\n\n");
}

function describeProblems(problems: readonly Problem[]): string {
  if (problems.length === 0) return "no problems";
  return problems
    .map((problem) => `${problem.severity.padEnd("warning".length)}  ${describeProblem(problem)}`)
    .join("\n");
}

function tabulateBalance(balance: readonly SplitBalance[]): string {
  const names = Object.keys(balance[0]?.counts ?? {});
  const hasTargets = balance.some(({ targets }) => targets !== null);
  const headers = ["split", "rows", ...names.flatMap((name) => [name, "%"])];
  const rows = balance.map(({ split, rows: total, counts, targets }) => [
    split,
    String(total),
    ...names.flatMap((name) => [String(counts[name]), formatPercent((counts[name] ?? 0) / total)]),
    ...(targets === null ? [] : [targets.min, targets.mean, targets.max].map(formatTarget)),
  ]);
  return formatTable([...headers, ...(hasTargets ? ["least", "mean", "most"] : [])], rows);
}

function formatTarget(target: number): string {
  return target.toFixed(2);
}

function tabulateLengths(lengths: readonly SplitLengths[], maxTokens: number | null): string {
  const over = maxTokens === null ? [] : [`over ${maxTokens}`];
  const headers = ["split", "length in", "min", "median", "p90", "max", ...over];
  const rows = lengths.flatMap(({ split, characters, tokens }) => [
    [split, "characters", ...formatDistribution(characters)],
    ...(tokens === null
      ? []
      : [[split, "tokens", ...formatDistribution(tokens), String(tokens.over)]]),
  ]);
  return formatTable(headers, rows);
}

function formatDistribution({ min, median, p90, max }: Distribution): string[] {
  return [min, median, p90, max].map(String);
}
