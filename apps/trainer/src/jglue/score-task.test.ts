import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import {
  Field,
  Float32,
  List,
  Table,
  tableFromArrays,
  tableToIPC,
  vectorFromArray,
} from "apache-arrow";
import { expect, test } from "vitest";

import type { Dataset } from "../dataset/dataset.ts";
import { readPredictions } from "./read-predictions.ts";
import { scoreTask } from "./score-task.ts";

const NO_SPLIT = { train: [], test: [] };
const rows = (...values: number[][]): Float32Array[] =>
  values.map((value) => Float32Array.from(value));

const acceptability: Dataset = {
  task: "classification",
  labels: ["unacceptable", "acceptable"],
  carved: [],
  splits: {
    ...NO_SPLIT,
    validation: ["acceptable", "unacceptable", "acceptable", "acceptable"].map((label) => ({
      text: "本を読む。",
      label,
      source: "made-up:1",
    })),
  },
};

const questions: Dataset = {
  task: "multiple-choice",
  choices: 3,
  carved: [],
  splits: {
    ...NO_SPLIT,
    validation: [2, 0].map((answer) => ({
      text: "どれ？",
      choices: ["甲", "乙", "丙"],
      answer,
      source: "made-up:1",
    })),
  },
};

test("the class with the greatest logit is compared with the label", () => {
  const logits = rows([-1, 2], [3, 1], [0.5, 0.1], [0, 1]);
  // Confusion: unacceptable 1 of 1, acceptable 2 of 3. MCC = (1 * 2 - 1 * 0) / sqrt(1 * 3 * 2 * 2).
  const scores = scoreTask(acceptability, logits, null);
  expect(scores.accuracy).toBe(0.75);
  expect(scores.matthews).toBeCloseTo(2 / Math.sqrt(12), 12);
});

test("the greatest of a question's rows is its choice", () => {
  const logits = rows([0.1], [0.2], [0.3], [-1], [-3], [-0.5]);
  expect(scoreTask(questions, logits, null)).toEqual({ accuracy: 0.5 });
});

test("numbers are compared with the targets", () => {
  const likeness: Dataset = {
    task: "regression",
    carved: [],
    splits: {
      ...NO_SPLIT,
      validation: [0, 2.5, 5].map((target) => ({
        text: "犬。",
        pair: "猫。",
        target,
        source: "made-up:1",
      })),
    },
  };
  const { pearson, spearman } = scoreTask(likeness, rows([1], [2], [9]), null);
  // Centred: -3, -2, 5 and -2.5, 0, 2.5.
  expect(pearson).toBeCloseTo(20 / Math.sqrt(38 * 12.5), 6);
  expect(spearman).toBeCloseTo(1, 12);
});

test("answers are cut out of their contexts", () => {
  const reading: Dataset = {
    task: "span",
    stride: 0,
    carved: [],
    splits: {
      ...NO_SPLIT,
      validation: [
        ["赤い花と白い花", "白い花"],
        ["朝は寒い", "朝"],
      ].map(([context = "", text = ""], index) => ({
        id: `q${index}`,
        text: "何？",
        context,
        answers: [{ text, start: context.indexOf(text) }],
        source: "made-up:1",
      })),
    },
  };
  const windows = [
    { example: 0, offsets: [null, [0, 3] as const, [3, 4] as const, [4, 7] as const] },
    { example: 1, offsets: [null, [0, 1] as const, [1, 4] as const] },
  ];
  const logits = rows([0, 0, 0, 9, 0, 0, 0, 9], [0, 9, 0, 0, 0, 9]);
  // The second answer is 朝は寒い for 朝: one of four characters, F1 = 2 / (4 + 1).
  expect(scoreTask(reading, logits, windows)).toEqual({ exact_match: 0.5, f1: 0.7 });
});

test.each([
  ["too few rows", rows([0, 1])],
  ["too many logits", rows([0, 1], [0, 1], [0, 1, 2], [0, 1])],
])("predictions with %s are refused", (_, logits) => {
  expect(() => scoreTask(acceptability, logits, null)).toThrow(
    expect.objectContaining({ code: "predictions-invalid" }),
  );
});

test("the engine's Arrow file gives the logits of each row", async () => {
  const type = new List(new Field("item", new Float32(), true));
  const logits = vectorFromArray([[1, -2.5], [], [0.125]], type);
  const file = await writeTemporary(tableToIPC(new Table({ logits }), "file"));
  expect(await readPredictions(file)).toEqual(rows([1, -2.5], [], [0.125]));
});

test.each([
  ["a column of another name", tableToIPC(tableFromArrays({ other: Float32Array.of(1) }), "file")],
  ["numbers instead of lists", tableToIPC(tableFromArrays({ logits: Float32Array.of(1) }), "file")],
  ["what is no Arrow", Buffer.from("ARROW?")],
])("a file with %s is refused", async (_, bytes) => {
  const file = await writeTemporary(bytes);
  await expect(readPredictions(file)).rejects.toMatchObject({ code: "predictions-invalid" });
});

async function writeTemporary(bytes: Uint8Array): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), "kanjo-jglue-")), "predictions.arrow");
  await writeFile(file, bytes);
  return file;
}
