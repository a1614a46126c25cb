import type { Dataset, SpanDataset } from "../dataset/dataset.ts";
import { matchAnswer } from "./answer-match.ts";
import { computeAccuracy, computeMatthews } from "./classification-metrics.ts";
import { computePearson, computeSpearman } from "./correlation.ts";
import { decodeAnswers, type AnswerWindow } from "./decode-span.ts";
import { invalidPredictions } from "./read-predictions.ts";
import type { Scores } from "./task.ts";

/**
 * What JGLUE measures of a model's answers to the validation rows.
 * @param logits one row a row of the engine's data: `choices` rows a question of
 * multiple choice, one a window of a span's context
 * @param windows of the validation split's contexts; null where the task has none
 * @throws KanjoError `predictions-invalid` when they are not those of this dataset
 */
export function scoreTask(
  dataset: Dataset,
  logits: readonly Float32Array[],
  windows: readonly AnswerWindow[] | null,
): Scores {
  const rows = dataset.splits.validation.length;
  switch (dataset.task) {
    case "classification": {
      expectRows(logits, rows, dataset.labels.length);
      const classified = dataset.splits.validation.map(({ label }, row) => ({
        gold: dataset.labels.indexOf(label),
        predicted: findLargest(logits[row] ?? new Float32Array()),
      }));
      return { accuracy: computeAccuracy(classified), matthews: computeMatthews(classified) };
    }
    case "regression": {
      expectRows(logits, rows, 1);
      const predicted = flatten(logits);
      const targets = dataset.splits.validation.map(({ target }) => target);
      return {
        pearson: computePearson(predicted, targets),
        spearman: computeSpearman(predicted, targets),
      };
    }
    case "multiple-choice": {
      expectRows(logits, rows * dataset.choices, 1);
      const scores = flatten(logits);
      const classified = dataset.splits.validation.map(({ answer }, row) => ({
        gold: answer,
        predicted: findLargest(scores.slice(row * dataset.choices, (row + 1) * dataset.choices)),
      }));
      return { accuracy: computeAccuracy(classified) };
    }
    case "span":
      return scoreSpans(dataset, logits, windows ?? []);
  }
}

function scoreSpans(
  dataset: SpanDataset,
  logits: readonly Float32Array[],
  windows: readonly AnswerWindow[],
): Scores {
  expectRows(logits, windows.length, null);
  const examples = dataset.splits.validation;
  const answers = decodeAnswers(
    windows,
    logits,
    examples.map(({ context }) => context),
  );
  const matches = examples.map(({ answers: golds }, example) =>
    matchAnswer(
      answers[example] ?? "",
      golds.map(({ text }) => text),
    ),
  );
  return {
    exact_match: average(matches.map(({ exactMatch }) => exactMatch)),
    f1: average(matches.map(({ f1 }) => f1)),
  };
}

function expectRows(logits: readonly Float32Array[], rows: number, width: number | null): void {
  if (logits.length !== rows) {
    throw invalidPredictions(`the predictions have ${logits.length} rows, ${rows} are expected`);
  }
  const odd = logits.findIndex((row) => width !== null && row.length !== width);
  if (odd === -1) return;
  throw invalidPredictions(
    `row ${odd + 1} of the predictions has ${logits[odd]?.length} logits, ${width} are expected`,
  );
}

/** Index of the first of the largest. */
function findLargest(logits: ArrayLike<number>): number {
  return Array.from(logits).reduce(
    (best, logit, index, all) => (logit > (all[best] ?? -Infinity) ? index : best),
    0,
  );
}

function flatten(logits: readonly Float32Array[]): number[] {
  return logits.map((row) => row[0] ?? 0);
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
