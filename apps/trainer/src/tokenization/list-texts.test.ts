import { expect, test } from "vitest";

import { CHOICES, CLASSIFICATION, PAIRS, REGRESSION, SPANS } from "../../test/small-datasets.ts";
import { listTexts } from "./list-texts.ts";

test.each([
  [CLASSIFICATION, ["良い", "悪い悪い"]],
  [PAIRS, ["犬がいる", "猫", "犬", "猫がいる"]],
  [REGRESSION, ["犬", "猫"]],
  [CHOICES, ["鳴くのは", "犬", "石", "空"]],
  [SPANS, ["猫は", "犬は庭にいる。猫は家にいる。"]],
])("all texts of the split teach the vocabulary: $task", (dataset, texts) => {
  expect(listTexts(dataset, "train")).toEqual(texts);
});

test("a context counts once, however many questions it has", () => {
  const train = [...SPANS.splits.train, ...SPANS.splits.train];
  const dataset = { ...SPANS, splits: { ...SPANS.splits, train } };
  expect(listTexts(dataset, "train")).toEqual(["猫は", "猫は", "犬は庭にいる。猫は家にいる。"]);
});
