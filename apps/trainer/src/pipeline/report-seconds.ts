import { formatDuration, formatPercent, type Reporter } from "../terminal/reporter.ts";

/** Says how long each stage took, and how little of it was tokenization. */
export function reportSeconds(seconds: ReadonlyMap<string, number>, reporter: Reporter): void {
  const stages = [...seconds].map(([stage, spent]) => `${stage} ${formatDuration(spent)}`);
  const training = seconds.get("train") ?? 0;
  const tokenization = seconds.get("tokenize") ?? 0;
  const share =
    training > 0
      ? ` · tokenization took ${formatPercent(tokenization / training)} of the training's time`
      : "";
  reporter.line("time", `${stages.join(", ")}${share}`);
}
