import type { Dataset } from "../dataset.ts";
import { checkAnswers } from "./check-answers.ts";
import { checkCopies } from "./check-copies.ts";
import { checkGroups } from "./check-groups.ts";
import { checkSplits } from "./check-splits.ts";
import { checkTexts } from "./check-texts.ts";
import { checkBalance, measureBalance, type SplitBalance } from "./measure-balance.ts";
import { measureLengths, type SplitLengths, type TokenLimit } from "./measure-lengths.ts";
import type { Problem } from "./problem.ts";
import { viewRows } from "./viewed-row.ts";

export interface CheckedDataset {
  readonly problems: readonly Problem[];
  readonly balance: readonly SplitBalance[];
  readonly lengths: readonly SplitLengths[];
}

/**
 * Looks for what makes a training fail or its figures lie.
 * @param limit counts what would be cut; null leaves it out
 */
export function checkDataset(dataset: Dataset, limit: TokenLimit | null = null): CheckedDataset {
  const rows = viewRows(dataset);
  const balance = measureBalance(dataset);
  const { lengths, problems: truncated } = measureLengths(dataset, limit);
  const problems = [
    ...checkSplits(dataset),
    ...checkTexts(rows),
    ...checkAnswers(dataset),
    ...checkCopies(rows, dataset.task),
    ...checkGroups(rows),
    ...checkBalance(dataset, balance),
    ...truncated,
  ];
  return { problems, balance, lengths };
}
