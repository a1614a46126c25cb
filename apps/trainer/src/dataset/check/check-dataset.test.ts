import { describe, expect, test } from "vitest";

import type {
  ClassificationDataset,
  Dataset,
  Example,
  MultipleChoiceDataset,
  RegressionDataset,
  SpanDataset,
  Split,
} from "../dataset.ts";
import { checkDataset } from "./check-dataset.ts";

function example(text: string, label: string, line: number, group?: string): Example {
  return { text, label, source: `f:${line}`, ...(group === undefined ? {} : { group }) };
}

const SOUND: ClassificationDataset = {
  task: "classification",
  labels: ["positive", "negative"],
  carved: [],
  splits: {
    train: [example("良い", "positive", 1), example("悪い", "negative", 2)],
    validation: [example("まあ良い", "positive", 3), example("やや悪い", "negative", 4)],
    test: [example("まあ悪い", "negative", 5), example("とても良い", "positive", 6)],
  },
};

function withTrain(...extra: Example[]): ClassificationDataset {
  return { ...SOUND, splits: { ...SOUND.splits, train: [...SOUND.splits.train, ...extra] } };
}

const PAIRS: RegressionDataset = {
  task: "regression",
  carved: [],
  splits: {
    train: [
      { text: "犬", pair: "猫", target: 1, source: "f:1" },
      { text: "犬", pair: "狼", target: 3.5, source: "f:2" },
    ],
    validation: [{ text: "鳥", pair: "魚", target: 0, source: "f:3" }],
    test: [],
  },
};

const CHOICES: MultipleChoiceDataset = {
  task: "multiple-choice",
  choices: 2,
  carved: [],
  splits: {
    train: [{ text: "空は？", choices: ["青", "赤"], answer: 0, source: "f:1" }],
    validation: [{ text: "血は？", choices: ["青", "赤"], answer: 1, source: "f:2" }],
    test: [],
  },
};

const span = { id: "q", text: "空は？", context: "空は青い。", source: "f:1" };
const SPANS: SpanDataset = {
  task: "span",
  stride: 1,
  carved: [],
  splits: {
    train: [{ ...span, answers: [{ text: "青い", start: 2 }] }],
    validation: [
      { ...span, text: "何が青い？", answers: [{ text: "空", start: 0 }], source: "f:2" },
    ],
    test: [],
  },
};

test.each<[string, Dataset]>([
  ["classification", SOUND],
  ["regression", PAIRS],
  ["multiple choice", CHOICES],
  ["span", SPANS],
])("sound data for %s has no problems", (_, dataset) => {
  expect(checkDataset(dataset).problems).toEqual([]);
});

type Case = [name: string, dataset: Dataset, severity: string, message: string, sources: string[]];

/** A data set whose train rows have something else. */
const pairs = (row: object): Dataset => ({ ...PAIRS, splits: change(PAIRS.splits, row) });
const choices = (row: object): Dataset => ({ ...CHOICES, splits: change(CHOICES.splits, row) });
const spans = (row: object): Dataset => ({ ...SPANS, splits: change(SPANS.splits, row) });

function change<Row>(splits: Readonly<Record<Split, readonly Row[]>>, row: object) {
  return { ...splits, train: splits.train.map((one) => ({ ...one, ...row })) };
}

describe("each problem is found with its rows", () => {
  test.each<Case>([
    [
      "an empty text",
      withTrain(example(" 　", "positive", 9)),
      "error",
      "the text is empty",
      ["f:9"],
    ],
    [
      "an empty second text",
      pairs({ pair: "", text: "良" }),
      "error",
      "the text is empty",
      ["f:1", "f:2"],
    ],
    [
      "a lone surrogate",
      withTrain(example("a\uD800", "positive", 9)),
      "error",
      "lone surr",
      ["f:9"],
    ],
    [
      "an unknown label",
      withTrain(example("普通", "neutral", 9)),
      "error",
      "none of positive, negative",
      ["f:9"],
    ],
    ["an empty label", withTrain(example("普通", " ", 9)), "error", "the label is empty", ["f:9"]],
    [
      "a copy",
      withTrain(example("良い", "positive", 9)),
      "warning",
      "came before in this split",
      ["f:9"],
    ],
    [
      "a conflict",
      withTrain(example("良い", "negative", 9)),
      "warning",
      "another label elsewhere",
      ["f:1", "f:9"],
    ],
    [
      "a conflict of answers",
      {
        ...PAIRS,
        splits: { ...PAIRS.splits, test: [{ text: "犬", pair: "猫", target: 2, source: "f:9" }] },
      },
      "warning",
      "another answer elsewhere",
      ["f:1", "f:9"],
    ],
    [
      "a leak",
      withTrain(example("まあ悪い", "negative", 9)),
      "warning",
      "in another split",
      ["f:9", "f:5"],
    ],
    [
      "a group in two splits",
      {
        ...SOUND,
        splits: {
          train: [example("良い", "positive", 1, "a"), example("悪い", "negative", 2, "b")],
          validation: [example("並の上", "positive", 3, "c"), example("並", "negative", 4, "a")],
          test: [example("上", "positive", 5, "a"), example("下", "negative", 6, "c")],
        },
      },
      "warning",
      "rows of 1 group(s) that the train split has",
      ["f:4", "f:5"],
    ],
    [
      "a target that is no number",
      pairs({ target: Infinity }),
      "error",
      "no finite number",
      ["f:1", "f:2"],
    ],
    [
      "another number of choices",
      choices({ choices: ["青", "赤", "緑"] }),
      "error",
      "the number of choices is not 2",
      ["f:1"],
    ],
    [
      "an answer that is no choice",
      choices({ answer: 2 }),
      "error",
      "none of the choices",
      ["f:1"],
    ],
    [
      "two equal choices",
      choices({ choices: ["青", "青"] }),
      "warning",
      "two choices are the same",
      ["f:1"],
    ],
    ["a question without an answer", spans({ answers: [] }), "error", "has no answer", ["f:1"]],
    [
      "an answer that stands elsewhere",
      spans({ answers: [{ text: "青い", start: 1 }] }),
      "error",
      "does not stand in the context",
      ["f:1"],
    ],
  ])("%s", (_, dataset, severity, message, sources) => {
    expect(checkDataset(dataset).problems).toContainEqual(
      expect.objectContaining({ severity, message: expect.stringContaining(message), sources }),
    );
  });
});

describe("texts are compared as a whole", () => {
  test("a first text alone that is the same is no copy", () => {
    expect(checkDataset(PAIRS).problems).toEqual([]);
  });

  test("two texts that join to the same characters are no copies", () => {
    const splits = {
      ...PAIRS.splits,
      train: [
        { text: "犬と", pair: "猫", target: 1, source: "f:1" },
        { text: "犬", pair: "と猫", target: 2, source: "f:2" },
      ],
    };
    expect(checkDataset({ ...PAIRS, splits }).problems).toEqual([]);
  });
});

describe("the set of labels", () => {
  const messages = (dataset: Dataset): string[] =>
    checkDataset(dataset).problems.map((problem) => `${problem.severity}: ${problem.message}`);

  test("is needed whole in train, and better whole elsewhere", () => {
    const train = [example("良い", "positive", 1)];
    const held = [example("まあ悪い", "negative", 5)];
    expect(messages({ ...SOUND, splits: { train, validation: [], test: held } })).toEqual([
      "error: the validation split is empty",
      "error: the train split has no example of negative",
      "warning: the test split has no example of positive",
    ]);
  });

  test("has at least two", () => {
    expect(messages({ ...SOUND, labels: ["positive"] })).toContain(
      "error: only 1 label, at least 2 are needed",
    );
  });

  test("may be out of balance to a point", () => {
    const many = (count: number): Example[] =>
      Array.from({ length: count }, (_, index) => example(`良い${index}`, "positive", 10 + index));
    // One of 20 is a twentieth: 1 negative, and 1 + 18 positive ones.
    expect(messages(withTrain(...many(18)))).toEqual([]);
    expect(messages(withTrain(...many(19)))).toEqual([
      expect.stringMatching(/^warning: only 1 of 21 train rows are negative/),
    ]);
  });
});

test("an empty test split is an error for single texts, and none for a benchmark's pairs", () => {
  const empty = { ...SOUND, splits: { ...SOUND.splits, test: [] } };
  expect(checkDataset(empty).problems).toMatchObject([{ check: "empty-split", severity: "error" }]);
  const pair = <Row extends object>(rows: readonly Row[]) =>
    rows.map((row) => ({ ...row, pair: "対" }));
  const splits = {
    train: pair(SOUND.splits.train),
    validation: pair(SOUND.splits.validation),
    test: [],
  };
  expect(checkDataset({ ...SOUND, splits }).problems).toEqual([]);
});

test("many rows are counted, and only the first are listed", () => {
  const copies = Array.from({ length: 20 }, (_, index) =>
    example(
      index % 2 === 0 ? "良い" : "悪い",
      index % 2 === 0 ? "positive" : "negative",
      10 + index,
    ),
  );
  expect(checkDataset(withTrain(...copies)).problems).toMatchObject([
    { check: "duplicate-text", count: 20, sources: { length: 5 } },
  ]);
});
