/**
 * How long a phase of a training will still take. Only what was seen counts:
 * steps from before a resumed training began took no time of this one, and the
 * time between an epoch's last step and its line is evaluation, which will come
 * once for every epoch that is left.
 */
import type { EngineEvent } from "@kanjo/shared/contract/event";

export interface TimeLeft {
  observe(event: EngineEvent): void;
  /** Seconds, or null while nothing is known. */
  estimate(): number | null;
}

/** @param now milliseconds */
export function createTimeLeft(now: () => number): TimeLeft {
  let phase = startPhase("");
  return {
    observe(event) {
      if (!("phase" in event)) return;
      if (event.phase !== phase.name) phase = startPhase(event.phase);
      if (event.event === "progress") observeProgress(phase, event, now());
      else if (event.event === "epoch") observeEpoch(phase, event, now());
      else phase.mark = { step: event.step, at: now() };
    },
    estimate: () => estimate(phase),
  };
}

interface Phase {
  readonly name: string;
  /** Where the time of the coming steps begins; null where it is not known. */
  mark: { step: number; at: number } | null;
  steps: number;
  stepMs: number;
  evaluations: number;
  evaluationMs: number;
  stepsLeft: number;
  /** 0 before the first epoch's end. */
  evaluationsLeft: number;
}

function startPhase(name: string): Phase {
  return {
    name,
    mark: null,
    steps: 0,
    stepMs: 0,
    evaluations: 0,
    evaluationMs: 0,
    stepsLeft: 0,
    evaluationsLeft: 0,
  };
}

type ProgressEvent = Extract<EngineEvent, { event: "progress" }>;
type EpochEvent = Extract<EngineEvent, { event: "epoch" }>;

function observeProgress(
  phase: Phase,
  { step, total_steps: total }: ProgressEvent,
  at: number,
): void {
  const { mark } = phase;
  if (mark !== null && step > mark.step) {
    phase.steps += step - mark.step;
    phase.stepMs += at - mark.at;
  }
  phase.mark = { step, at };
  phase.stepsLeft = total - step;
}

/** The steps of the epoch that came after its last progress are not known: the mark is set anew. */
function observeEpoch(phase: Phase, event: EpochEvent, at: number): void {
  if (event.validation === null) return;
  if (phase.mark !== null) {
    phase.evaluations += 1;
    phase.evaluationMs += at - phase.mark.at;
  }
  phase.mark = null;
  phase.evaluationsLeft = event.total_epochs - event.epoch;
}

function estimate(phase: Phase): number | null {
  if (phase.steps === 0) return null;
  const stepsMs = (phase.stepMs / phase.steps) * phase.stepsLeft;
  const evaluationMs = phase.evaluations === 0 ? 0 : phase.evaluationMs / phase.evaluations;
  return (stepsMs + evaluationMs * phase.evaluationsLeft) / 1000;
}
