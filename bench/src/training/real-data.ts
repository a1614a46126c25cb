/** Labelled texts that all contenders train on, tokenized with the trainer's own stages. */
import type { VocabularyShape } from "@kanjo/shared/contract/job";

import { prepareData } from "../../../apps/trainer/src/pipeline/prepare-data.ts";
import { prepareTokenizer } from "../../../apps/trainer/src/pipeline/prepare-tokenizer.ts";
import { tokenizeData } from "../../../apps/trainer/src/pipeline/tokenize-data.ts";
import { Recipe } from "../../../apps/trainer/src/recipe/recipe.ts";
import { createRunFolder } from "../../../apps/trainer/src/run/run-folder.ts";
import { createReporter } from "../../../apps/trainer/src/terminal/reporter.ts";
import { findLabelledTexts } from "../labelled-texts.ts";
import { python } from "../tokenizer/python.ts";
import { makeShape } from "./trials.ts";

export interface RealData {
  readonly name: string;
  readonly labels: readonly string[];
  readonly trainData: string;
  readonly validationData: string;
  readonly vocabulary: VocabularyShape;
  /** Texts of all splits. */
  readonly texts: number;
  /** Of tokenization, all splits. */
  readonly tokenizationSeconds: number;
}

/** MeCab words and word pieces: the tokenizer that takes longer. */
export async function prepareRealData(folder: string): Promise<RealData> {
  const recipe = makeRecipe();
  const reporter = createReporter(process.stderr, process.env);
  const dataset = await prepareData(recipe, { acceptLicense: false, reporter });
  if (dataset.task !== "classification") throw new TypeError(`task ${dataset.task}`);
  const run = await createRunFolder(folder, "data");
  const onEngineEvent = (): void => {};
  const context = { recipe, run, python, dictionaryFile: null, reporter, onEngineEvent };
  const prepared = await prepareTokenizer(dataset, context, null);
  const { files, seconds } = await tokenizeData(dataset, prepared, context);
  return {
    name: recipe.name,
    labels: dataset.labels,
    trainData: files.train,
    validationData: files.validation,
    vocabulary: prepared.vocabulary,
    texts: Object.values(dataset.splits).reduce((sum, rows) => sum + rows.length, 0),
    tokenizationSeconds: seconds,
  };
}

/** Of its training nothing is used: the jobs have their own. */
function makeRecipe(): Recipe {
  const { name, source } = findLabelledTexts();
  const { max_positions: maxTokens, ...model } = makeShape(3, 128);
  return Recipe.parse({
    name,
    description: "",
    data: source,
    tokenizer: {
      kind: "bert-japanese",
      subword: "wordpiece",
      vocabulary_size: 5000,
      max_tokens: maxTokens,
    },
    model,
    training: {
      epochs: 1,
      batch_size: 32,
      learning_rate: 1e-3,
      warmup_ratio: 0.1,
      weight_decay: 0,
      gradient_clip: 1,
      seed: 42,
    },
  });
}
