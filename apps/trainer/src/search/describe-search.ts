import { describeScore, formatScore, nameScore } from "../terminal/describe-scores.ts";
import { formatDuration } from "../terminal/reporter.ts";
import { formatTable } from "../terminal/table.ts";
import { describeValue, shortName } from "./axis.ts";
import type { Trial } from "./run-search.ts";
import type { Rung } from "./rungs.ts";

/** A row a trial: the last rung first, and in it the best. */
export function describeTrials(rungs: readonly (readonly Trial[])[]): string {
  const trials = rungs.toReversed().flat();
  const fields = trials[0]?.configuration.map(({ field }) => shortName(field)) ?? [];
  const primary = trials.find((trial) => trial.primary !== null)?.primary ?? "score";
  const headers = [...fields, "epochs", `validation ${nameScore(primary)}`, "±", "loss", "time"];
  return formatTable(
    headers,
    trials.map((trial) => [
      ...trial.configuration.map(({ value }) => describeValue(value)),
      String(trial.epochs),
      trial.score === null ? "failed" : formatScore(primary, trial.score),
      trial.deviation === null ? "-" : formatScore(primary, trial.deviation),
      trial.loss?.toFixed(3) ?? "-",
      formatDuration(trial.trainSeconds),
    ]),
  );
}

/** `accuracy 88.9 % ± 0.2 %` */
export function describeOutcome({ primary, score, deviation }: Trial): string {
  if (primary === null || score === null) return "failed";
  const spread = deviation === null ? "" : ` ± ${formatScore(primary, deviation)}`;
  return `${describeScore(primary, score)}${spread}`;
}

/** `6 for 1 epoch, then 3 for 2, then 1 for 4` */
export function describeRungs(rungs: readonly Rung[]): string {
  return rungs
    .map(
      ({ epochs, configurations }, at) =>
        `${configurations} for ${epochs}${at === 0 ? ` epoch${epochs === 1 ? "" : "s"}` : ""}`,
    )
    .join(", then ");
}
