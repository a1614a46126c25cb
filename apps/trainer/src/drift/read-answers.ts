/**
 * Answers from a file: what the SQL API gives for our query or for `SELECT *`, as JSON
 * or one object a line, or predictions with a label and a score. What a row says is
 * never quoted; rows are named by their numbers.
 */
import { ANALYTICS_COLUMNS } from "@kanjo/shared/analytics";
import { KanjoError } from "@kanjo/shared/error";
import * as z from "zod";

import type { AnswerGroup } from "./answers.ts";

/** ClickHouse writes 64-bit integers as strings. */
const Count = z.coerce.number().nonnegative();
const Score = z.coerce.number().min(0).max(1);

/** A row of our query. */
const Group = z.object({
  label: z.string().min(1),
  score: Score,
  abstained: z.coerce.number().nullable(),
  answers: Count,
  weight: Count,
  squares: Count,
});

const { label, score, route, version } = ANALYTICS_COLUMNS;

/** A data point as it is. */
const Point = z.looseObject({
  [label]: z.string(),
  [score]: Score,
  [route]: z.string(),
  [version]: z.string(),
  _sample_interval: Count.default(1),
});

/** A row of predictions, or of an evaluation. */
const Prediction = z.looseObject({ label: z.string().min(1), score: Score });

export interface Selection {
  /** Of whose data points are counted. */
  readonly version: string;
  /** A lower score is one that the model abstains at; null for a model without a band. */
  readonly abstainsBelow: number | null;
}

/**
 * @param source what an error calls it: a file's name or an address
 * @throws KanjoError `answers-invalid`
 */
export function readAnswers(text: string, source: string, selection: Selection): AnswerGroup[] {
  return parseRows(text, source).flatMap((row, index) => {
    const groups = readRow(row, selection);
    if (groups === null) throw createInvalid(`${source}, row ${index + 1}: is no answer`);
    return groups;
  });
}

/** An array, an object with `data`, or an object a line. @throws KanjoError `answers-invalid` */
function parseRows(text: string, source: string): unknown[] {
  const whole = tryParse(text);
  if (Array.isArray(whole)) return whole;
  const { data } = z.object({ data: z.array(z.unknown()) }).safeParse(whole);
  if (data !== undefined) return data.data;
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  return lines.map((line, index) => {
    const row = tryParse(line);
    if (row === undefined) throw createInvalid(`${source}, line ${index + 1}: is not JSON`);
    return row;
  });
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** None for a data point of something else; null for what is no answer. */
function readRow(row: unknown, selection: Selection): AnswerGroup[] | null {
  const group = Group.safeParse(row);
  if (group.success) {
    const { abstained, answers, ...rest } = group.data;
    return [{ ...rest, isAbstained: abstained === null ? null : abstained > 0, rows: answers }];
  }
  const point = Point.safeParse(row);
  if (point.success) return readPoint(point.data, selection);
  const prediction = Prediction.safeParse(row);
  return prediction.success ? [createGroup({ ...prediction.data, weight: 1 }, selection)] : null;
}

function readPoint(point: z.infer<typeof Point>, selection: Selection): AnswerGroup[] {
  const { [label]: name, [score]: value, _sample_interval: weight } = point;
  const isWanted = point[route] === "/sentiment" && point[version] === selection.version;
  if (!isWanted || name === "") return [];
  return [createGroup({ label: name, score: value, weight }, selection)];
}

interface Answer {
  readonly label: string;
  readonly score: number;
  readonly weight: number;
}

function createGroup(answer: Answer, { abstainsBelow }: Selection): AnswerGroup {
  return {
    label: answer.label,
    score: Math.round(answer.score * 100) / 100,
    isAbstained: abstainsBelow === null ? null : answer.score < abstainsBelow,
    rows: 1,
    weight: answer.weight,
    squares: answer.weight ** 2,
  };
}

function createInvalid(message: string): KanjoError {
  return new KanjoError("answers-invalid", message, {
    hint: "Give rows of `trainer drift --print-query`, of SELECT *, or with label and score.",
  });
}
