import { describe, expect, test } from "vitest";

import { checkDataset } from "./check-dataset.ts";
import type { Dataset, Example } from "./dataset.ts";

function example(text: string, label: string, line: number): Example {
  return { text, label, source: `f:${line}` };
}

const SOUND: Dataset = {
  labels: ["positive", "negative"],
  carved: [],
  splits: {
    train: [example("良い", "positive", 1), example("悪い", "negative", 2)],
    validation: [example("まあ良い", "positive", 3)],
    test: [example("まあ悪い", "negative", 4)],
  },
};

function withTrain(...extra: Example[]): Dataset {
  return { ...SOUND, splits: { ...SOUND.splits, train: [...SOUND.splits.train, ...extra] } };
}

test("sound data has no problems", () => {
  expect(checkDataset(SOUND)).toEqual([]);
});

describe("each problem is found with its rows", () => {
  test.each<[string, Dataset, string, string, string[]]>([
    [
      "an empty text",
      withTrain(example(" 　", "positive", 9)),
      "error",
      "the text is empty",
      ["f:9"],
    ],
    [
      "a lone surrogate",
      withTrain(example("a\uD800", "positive", 9)),
      "error",
      "lone surrogate",
      ["f:9"],
    ],
    [
      "an unknown label",
      withTrain(example("普通", "neutral", 9)),
      "error",
      "none of positive, negative",
      ["f:9"],
    ],
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
      "a leak",
      withTrain(example("まあ悪い", "negative", 9)),
      "warning",
      "in another split",
      ["f:9", "f:4"],
    ],
  ])("%s", (_, dataset, severity, message, sources) => {
    expect(checkDataset(dataset)).toContainEqual(
      expect.objectContaining({ severity, message: expect.stringContaining(message), sources }),
    );
  });
});

test("an empty split, a label that is never trained and a single label are errors", () => {
  const messages = checkDataset({
    labels: ["positive", "negative"],
    carved: [],
    splits: { train: [example("良い", "positive", 1)], validation: [], test: SOUND.splits.test },
  }).map((problem) => problem.message);
  expect(messages).toEqual([
    "the validation split is empty",
    "the train split has no example of negative",
  ]);
  expect(checkDataset({ ...SOUND, labels: ["positive"] })).toContainEqual(
    expect.objectContaining({ severity: "error", message: "only 1 label, at least 2 are needed" }),
  );
});

test("many rows are counted, and only the first are listed", () => {
  const copies = Array.from({ length: 20 }, (_, index) => example("良い", "positive", 10 + index));
  const [found] = checkDataset(withTrain(...copies));
  expect(found).toMatchObject({ count: 20, sources: { length: 5 } });
});
