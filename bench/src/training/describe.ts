/** The section of RESULTS.md. */
import { describeMachine } from "../machine.ts";
import { formatSpread, mean } from "../statistics.ts";
import {
  ACCURACY_EPOCHS,
  ACCURACY_LEARNING_RATE,
  type AccuracyResult,
  type AccuracyStanding,
} from "./accuracy.ts";
import type { Standing, TrialResult } from "./speed.ts";

const GIBIBYTE = 2 ** 30;

export interface TrainingMeasurements {
  readonly trials: readonly TrialResult[];
  /** Null where it was not asked for. */
  readonly accuracy: AccuracyResult | null;
}

/** Markdown of all that was measured. */
export function describe({ trials, accuracy }: TrainingMeasurements): string {
  const sections = [
    "### Training: `pnpm bench training`",
    `${describeMachine()}.${describeLibraries(trials)}`,
    ...(trials.length === 0 ? [] : [describeSpeed(trials)]),
    ...(accuracy === null ? [] : [describeAccuracy(accuracy)]),
  ];
  return sections.join("\n\n");
}

function describeLibraries(trials: readonly TrialResult[]): string {
  const libraries = Object.entries(trials[0]?.libraries ?? {});
  const named = libraries.filter(([name]) =>
    ["torch", "transformers", "accelerate"].includes(name),
  );
  return named.length === 0 ? "" : ` ${named.map((pair) => pair.join(" ")).join(", ")}.`;
}

function describeSpeed(trials: readonly TrialResult[]): string {
  return `Against Hugging Face's \`Trainer\` with the arguments of 大規模言語モデル入門, chapter 5 (batch 32, AdamW, linear schedule with warm-up), the same rows, model and precision, taking turns. Rows are random tokens of WRIME's lengths: mean 27, 90th percentile 57; \`Trainer\` pads each batch to its longest row. Samples/s of each round, evaluation left out; the first two steps of \`Trainer\` are not timed.

| shape | precision | who | samples/s | times Trainer | peak memory, GiB |
| --- | --- | --- | --- | --- | --- |
${trials.flatMap(describeTrial).join("\n")}`;
}

function describeTrial({ trial, standings }: TrialResult): string[] {
  return standings.map(({ name, samplesPerSecond, times, peakMemoryBytes }: Standing) => {
    const speeds = samplesPerSecond.map((speed) => formatShort(speed)).join(", ");
    const memory = (peakMemoryBytes / GIBIBYTE).toFixed(2);
    return `| ${trial.title} | ${trial.precision} | ${name} | ${speeds} | ${times.toFixed(2)} | ${memory} |`;
  });
}

function describeAccuracy({ data, seeds, standings }: AccuracyResult): string {
  return `Accuracy of the best epoch on the validation texts of ${data.name}, a 3 x 128 BERT from random weights, ${ACCURACY_EPOCHS} epochs, learning rate ${ACCURACY_LEARNING_RATE}, fp32, seeds ${seeds.join(", ")}; mean ± standard deviation. Tokenization of all ${data.texts} texts took ${data.tokenizationSeconds.toFixed(2)} s.

| who | accuracy | macro-F1 | samples/s | seconds of a training | tokenization's share |
| --- | --- | --- | --- | --- | --- |
${standings.map((standing) => describeStanding(standing, data.tokenizationSeconds)).join("\n")}`;
}

function describeStanding({ name, trained }: AccuracyStanding, tokenization: number): string {
  const seconds = mean(trained.map((one) => one.seconds));
  const cells = [
    name,
    formatSpread(trained.map((one) => one.accuracy)),
    formatSpread(trained.map((one) => one.macroF1)),
    formatShort(mean(trained.map((one) => one.samplesPerSecond))),
    seconds.toFixed(1),
    `${((100 * tokenization) / (tokenization + seconds)).toFixed(1)} %`,
  ];
  return `| ${cells.join(" | ")} |`;
}

/** Three digits or so. */
function formatShort(value: number): string {
  return value < 100 ? value.toFixed(1) : value.toFixed(0);
}
