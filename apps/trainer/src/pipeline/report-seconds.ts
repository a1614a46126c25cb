import { formatDuration, formatPercent, type Reporter } from "../terminal/reporter.ts";

/** Says how long each stage took, and how little of it was tokenization. */
export function reportSeconds(seconds: ReadonlyMap<string, number>, reporter: Reporter): void {
  const stages = [...seconds].map(([stage, spent]) => `${stage} ${formatSeconds(spent)}`);
  const training = seconds.get("train") ?? 0;
  const tokenization = seconds.get("tokenize") ?? 0;
  const share =
    training > 0
      ? ` · tokenization took ${formatPercent(tokenization / training)} of the training's time`
      : "";
  reporter.line("time", `${stages.join(", ")}${share}`);
}

/** `0.4 s`, and from ten seconds on `0:10` */
function formatSeconds(seconds: number): string {
  return seconds < 10 ? `${seconds.toFixed(1)} s` : formatDuration(seconds);
}
