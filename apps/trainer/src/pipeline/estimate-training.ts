import type { Dataset } from "../dataset/dataset.ts";
import type { Recipe } from "../recipe/recipe.ts";

/** Roughly how much a training is, before anything is tokenized. */
export interface TrainingEstimate {
  /** Rows of the train split. */
  readonly rows: number;
  /** Of an epoch. */
  readonly tokens: number;
  readonly stepsPerEpoch: number;
  /** Of all epochs, and all seeds. */
  readonly steps: number;
}

/** Tokens that a character of Japanese becomes: 0.62 with word pieces on reviews and posts alike. */
const TOKENS_PER_CHARACTER = { words: 0.62, characters: 1 };
const SPECIAL_TOKENS_PER_TEXT = 1;

export function estimateTraining(
  dataset: Dataset,
  { tokenizer, training }: Recipe,
  seeds: number,
): TrainingEstimate {
  const hasCharacters = tokenizer.kind !== "inherited" && tokenizer.subword === "character";
  const density = TOKENS_PER_CHARACTER[hasCharacters ? "characters" : "words"];
  const lengths = listTexts(dataset).map((texts) => {
    const tokens = texts.reduce(
      (sum, text) => sum + text.length * density + SPECIAL_TOKENS_PER_TEXT,
      SPECIAL_TOKENS_PER_TEXT,
    );
    return Math.min(tokenizer.max_tokens, Math.round(tokens));
  });
  const tokens = lengths.reduce((sum, length) => sum + length, 0);
  const { batching, batch_size: batchSize, epochs } = training;
  const stepsPerEpoch = Math.ceil(
    batching.kind === "token-budget" ? tokens / batching.tokens : lengths.length / batchSize,
  );
  return { rows: lengths.length, tokens, stepsPerEpoch, steps: stepsPerEpoch * epochs * seeds };
}

/** The texts of each row of the train split. */
function listTexts(dataset: Dataset): readonly (readonly string[])[] {
  switch (dataset.task) {
    case "classification":
      return dataset.splits.train.map(({ text, pair }) =>
        pair === undefined ? [text] : [text, pair],
      );
    case "regression":
      return dataset.splits.train.map(({ text, pair }) => [text, pair]);
    case "multiple-choice":
      return dataset.splits.train.flatMap(({ text, choices }) =>
        choices.map((choice) => [text, choice]),
      );
    case "span":
      return dataset.splits.train.map(({ text, context }) => [text, context]);
  }
}
