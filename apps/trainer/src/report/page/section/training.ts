import { html } from "hono/html";

import { formatDuration } from "../../../terminal/reporter.ts";
import type { Point, TrainingReport } from "../../report.ts";
import { renderLineChart, type Series } from "../chart/line-chart.ts";
import type { Axis } from "../chart/plot.ts";
import { count, fraction } from "../format.ts";
import { type Html, say } from "../say.ts";
import { renderCharts, type Section } from "../section.ts";
import { translateScore } from "../score-name.ts";
import { renderFact } from "./masthead.ts";

/** How the model was learned: loss by step, and the validation's figures by epoch. */
export function describeTraining(training: TrainingReport): Section {
  const { seconds, hardware, bestEpoch, epochs } = training;
  const body = html`<dl class="facts">
      ${renderFact(["Time", "所要時間"], formatDuration(seconds))}
      ${hardware !== null && renderFact(["Hardware", "計算機"], hardware)}
      ${renderFact(["Best epoch", "最良のエポック"], say([`${bestEpoch} of ${epochs.length}`, `全${epochs.length}中の第${bestEpoch}`]))}
    </dl>
    ${renderCharts(renderLoss(training), renderEpochLosses(training), renderScores(training))}`;
  return { id: "training", title: ["Training", "学習"], body };
}

function renderLoss({ loss }: TrainingReport): Html | null {
  const last = loss.at(-1);
  if (last === undefined) return null;
  return renderLineChart({
    id: "training-loss",
    title: ["Training loss by step", "ステップごとの訓練損失"],
    description: [
      `${count(last[0])} steps, ending at ${fraction(last[1])}.`,
      `${count(last[0])}ステップ、最後は${fraction(last[1])}。`,
    ],
    x: { name: ["Step", "ステップ"], domain: [0, Math.max(1, last[0])], format: count },
    y: makeLossAxis(loss.map(([, value]) => value)),
    series: [{ name: ["Training loss", "訓練損失"], points: loss, style: 0 }],
  });
}

function renderEpochLosses(training: TrainingReport): Html | null {
  const { epochs } = training;
  if (epochs.length === 0) return null;
  const train = epochs.map((one): Point => [one.epoch, one.trainLoss]);
  const validation = epochs.flatMap((one): Point[] =>
    one.validationLoss === null ? [] : [[one.epoch, one.validationLoss]],
  );
  return renderLineChart({
    id: "training-epoch-loss",
    title: ["Loss by epoch", "エポックごとの損失"],
    description: [
      "Mean loss of the training texts, and of the validation texts.",
      "訓練データと検証データの平均損失。",
    ],
    x: makeEpochAxis(training),
    y: makeLossAxis([...train, ...validation].map(([, value]) => value)),
    series: [
      { name: ["Train", "訓練"], points: train, style: 0, hasDots: true },
      { name: ["Validation", "検証"], points: validation, style: 1, hasDots: true },
    ],
    mark: markBest(training),
  });
}

function renderScores(training: TrainingReport): Html | null {
  const names = [...new Set(training.epochs.flatMap(({ scores }) => Object.keys(scores)))];
  if (names.length === 0) return null;
  const series = names.map((name, style) => traceScore(training, name, style));
  const values = series.flatMap((one) => one.points.map(([, value]) => value));
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = Math.max(0.01, (high - low) * 0.1);
  return renderLineChart({
    id: "training-scores",
    title: ["Validation figures by epoch", "エポックごとの検証指標"],
    description: [
      `They lie between ${fraction(low)} and ${fraction(high)}.`,
      `${fraction(low)}から${fraction(high)}の範囲。`,
    ],
    x: makeEpochAxis(training),
    y: {
      name: ["Figure", "指標"],
      domain: [low - room, Math.max(low + room, Math.min(high + room, 1))],
      format: (value) => value.toFixed(high - low + 2 * room < 0.1 ? 3 : 2),
    },
    series,
    mark: markBest(training),
  });
}

function traceScore({ epochs }: TrainingReport, name: string, style: number): Series {
  const points = epochs.flatMap(({ epoch, scores }): Point[] => {
    const value = scores[name];
    return value === undefined ? [] : [[epoch, value]];
  });
  return { name: translateScore(name), points, style, hasDots: true };
}

function markBest({ bestEpoch }: TrainingReport) {
  return { x: bestEpoch, name: [`best: ${bestEpoch}`, `最良：${bestEpoch}`] as const };
}

function makeEpochAxis({ epochs }: TrainingReport): Axis {
  const numbers = epochs.map(({ epoch }) => epoch);
  const [first, last] = [Math.min(...numbers), Math.max(...numbers)];
  return {
    name: ["Epoch", "エポック"],
    domain: [first - 0.3, last + 0.3],
    format: (value) => (Number.isInteger(value) ? String(value) : ""),
    ticks: Math.min(epochs.length, 8),
  };
}

function makeLossAxis(values: readonly number[]): Axis {
  return {
    name: ["Loss (nats)", "損失（nat）"],
    domain: [0, Math.max(0.01, ...values) * 1.05],
    format: (value) => value.toFixed(2),
  };
}
