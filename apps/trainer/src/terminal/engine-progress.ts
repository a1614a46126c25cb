import type { EngineEvent } from "@kanjo/shared/contract/event";

import { describeScores } from "./describe-scores.ts";
import { drawBar, formatDuration, type Reporter } from "./reporter.ts";
import { createTimeLeft } from "./time-left.ts";

type ProgressEvent = Extract<EngineEvent, { event: "progress" }>;
type StartedEvent = Extract<EngineEvent, { event: "started" }>;
type EpochEvent = Extract<EngineEvent, { event: "epoch" }>;

/**
 * Turns the engine's events into lines: what a training runs on, progress, which
 * only a terminal shows, and a line an epoch.
 * @param now milliseconds, for the time left
 */
export function reportEngine(reporter: Reporter, now: () => number): (event: EngineEvent) => void {
  const timeLeft = createTimeLeft(now);
  const reportDevice = createDeviceReport(reporter);
  return (event) => {
    timeLeft.observe(event);
    switch (event.event) {
      case "progress":
        reporter.progress(event.phase, describeProgress(event, timeLeft.estimate()));
        break;
      case "epoch":
        reporter.line(event.phase, describeEpoch(event, timeLeft.estimate()));
        break;
      case "resumed":
        reporter.line(event.phase, `goes on after step ${event.step}`);
        break;
      case "warning":
        reporter.line("warning", event.message);
        break;
      case "started":
        reportDevice(event);
        break;
      case "done":
      case "error":
        break;
    }
  };
}

/** Says what a training runs on, and again only when that is another thing. */
function createDeviceReport(reporter: Reporter): (event: StartedEvent) => void {
  let before = "";
  return ({ kind, device, hardware, processes, libraries }) => {
    if (kind !== "train") return;
    const together = processes === 1 ? "" : ` · ${processes} processes`;
    const said = `${device}, ${hardware}${together} · PyTorch ${libraries["torch"] ?? "unknown"}`;
    if (said !== before) reporter.line("device", said);
    before = said;
  };
}

/** What matters most comes first: a narrow terminal cuts the rest. */
function describeProgress(event: ProgressEvent, secondsLeft: number | null): string {
  const parts = [`${drawBar(event.step, event.total_steps)} ${event.step}/${event.total_steps}`];
  if (event.loss !== null) parts.push(`loss ${event.loss.toFixed(3)}`);
  if (secondsLeft !== null) parts.push(`${formatDuration(secondsLeft)} left`);
  if (event.learning_rate !== null) parts.push(`lr ${event.learning_rate.toExponential(1)}`);
  if (event.tokens_per_second !== null) {
    parts.push(`${(event.tokens_per_second / 1000).toFixed(1)}k tokens/s`);
  }
  return parts.join("  ");
}

function describeEpoch(event: EpochEvent, secondsLeft: number | null): string {
  const { epoch, total_epochs: total, validation } = event;
  const parts = [`epoch ${epoch}/${total}`, `loss ${event.train_loss.toFixed(3)}`];
  if (validation !== null) parts.push(describeValidation(validation));
  if (secondsLeft !== null && epoch < total) parts.push(`${formatDuration(secondsLeft)} left`);
  return parts.join("  ");
}

function describeValidation({ loss, scores }: NonNullable<EpochEvent["validation"]>): string {
  const described = describeScores(scores);
  return `validation ${described || `loss ${loss?.toFixed(3) ?? "unknown"}`}`;
}
