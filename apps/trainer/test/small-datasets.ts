import type {
  ClassificationDataset,
  MultipleChoiceDataset,
  RegressionDataset,
  SpanDataset,
} from "../src/dataset/dataset.ts";

/** Three texts with one of two labels, none of them a pair. */
export const CLASSIFICATION: ClassificationDataset = {
  task: "classification",
  labels: ["positive", "negative"],
  carved: [],
  splits: {
    train: [
      { source: "a:1", text: "良い", label: "positive" },
      { source: "a:2", text: "悪い悪い", label: "negative" },
    ],
    validation: [{ source: "a:3", text: "良い", label: "positive" }],
    test: [{ source: "a:4", text: "悪い", label: "negative" }],
  },
};

/** Two texts and one of three labels; no test split. */
export const PAIRS: ClassificationDataset = {
  task: "classification",
  labels: ["entailment", "contradiction", "neutral"],
  carved: [],
  splits: {
    train: [
      { source: "b:1", text: "犬がいる", pair: "猫", label: "neutral" },
      { source: "b:2", text: "犬", pair: "猫がいる", label: "contradiction" },
    ],
    validation: [{ source: "b:3", text: "犬", pair: "犬", label: "entailment" }],
    test: [],
  },
};

export const REGRESSION: RegressionDataset = {
  task: "regression",
  carved: [],
  splits: {
    train: [{ source: "c:1", text: "犬", pair: "猫", target: 2.2 }],
    validation: [{ source: "c:2", text: "犬", pair: "犬", target: 5 }],
    test: [],
  },
};

export const CHOICES: MultipleChoiceDataset = {
  task: "multiple-choice",
  choices: 3,
  carved: [],
  splits: {
    train: [{ source: "d:1", text: "鳴くのは", choices: ["犬", "石", "空"], answer: 0 }],
    validation: [{ source: "d:2", text: "硬いのは", choices: ["犬", "石", "空"], answer: 1 }],
    test: [],
  },
};

const CONTEXT = "犬は庭にいる。猫は家にいる。";

export const SPANS: SpanDataset = {
  task: "span",
  stride: 2,
  carved: [],
  splits: {
    train: [
      {
        source: "e:1",
        id: "1",
        text: "猫は",
        context: CONTEXT,
        answers: [{ text: "家", start: 9 }],
      },
    ],
    validation: [
      {
        source: "e:2",
        id: "2",
        text: "犬は",
        context: CONTEXT,
        answers: [{ text: "庭", start: 2 }],
      },
      { source: "e:3", id: "3", text: "誰", context: "犬", answers: [{ text: "犬", start: 0 }] },
    ],
    test: [],
  },
};

/** The characters of all of these texts. */
export const CHARACTERS = ["良い悪犬がる猫鳴くのは石空硬庭に。家誰"];
