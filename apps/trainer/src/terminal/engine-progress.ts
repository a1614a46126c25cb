import type { EngineEvent } from "@kanjo/shared/contract/event";

import { drawBar, formatDuration, formatPercent, type Reporter } from "./reporter.ts";

type ProgressEvent = Extract<EngineEvent, { event: "progress" }>;
type EpochEvent = Extract<EngineEvent, { event: "epoch" }>;

/**
 * Turns the engine's events into lines.
 * @param now milliseconds, for the time left
 */
export function reportEngine(reporter: Reporter, now: () => number): (event: EngineEvent) => void {
  let phase = "";
  let phaseStarted = 0;
  return (event) => {
    switch (event.event) {
      case "progress":
        if (event.phase !== phase) {
          phase = event.phase;
          phaseStarted = now();
        }
        reporter.progress(event.phase, describeProgress(event, (now() - phaseStarted) / 1000));
        break;
      case "epoch":
        reporter.line(event.phase, describeEpoch(event));
        break;
      case "warning":
        reporter.line("warning", event.message);
        break;
      case "started":
      case "done":
      case "error":
        break;
    }
  };
}

function describeProgress(event: ProgressEvent, elapsedSeconds: number): string {
  const parts = [`${drawBar(event.step, event.total_steps)} ${event.step}/${event.total_steps}`];
  if (event.loss !== null) parts.push(`loss ${event.loss.toFixed(3)}`);
  if (event.learning_rate !== null) parts.push(`lr ${event.learning_rate.toExponential(1)}`);
  if (event.tokens_per_second !== null) {
    parts.push(`${(event.tokens_per_second / 1000).toFixed(1)}k tokens/s`);
  }
  if (event.step > 0) {
    const left = (elapsedSeconds / event.step) * (event.total_steps - event.step);
    parts.push(`${formatDuration(left)} left`);
  }
  return parts.join("  ");
}

function describeEpoch(event: EpochEvent): string {
  const epoch = `epoch ${event.epoch}/${event.total_epochs}  loss ${event.train_loss.toFixed(3)}`;
  if (event.validation === null) return epoch;
  const { accuracy, macro_f1: macroF1 } = event.validation;
  return `${epoch}  validation accuracy ${formatPercent(accuracy)}, macro-F1 ${macroF1.toFixed(3)}`;
}
