import { TrainJob } from "@kanjo/shared/contract/job";
import { describe, expect, test } from "vitest";

import type { BaseModel } from "../base-model/resolve-base-model.ts";
import { loadRecipe } from "../recipe/load-recipe.ts";
import type { Recipe } from "../recipe/recipe.ts";
import { chooseDistillation, chooseModel, domainTraining, makeTrainJob } from "./make-train-job.ts";

const [quickstart, wrime, lora, edge, domain] = await Promise.all(
  ["quickstart", "wrime", "wrime-lora", "wrime-edge", "domain"].map((name) =>
    loadRecipe(name, "/"),
  ),
);

const tokenizer: BaseModel["tokenizer"] = {
  config: {
    kind: "bert-japanese",
    wordTokenizer: "mecab",
    mecabDic: null,
    subwordTokenizer: "character",
    doLowerCase: false,
    specialTokens: { pad: "[PAD]", unk: "[UNK]", cls: "[CLS]", sep: "[SEP]", mask: "[MASK]" },
  },
  vocabulary: "",
  dictionaryFile: null,
  maxPositions: 512,
};
const base: BaseModel = {
  folder: "/hub/bert",
  name: "tohoku-nlp/bert-base-japanese-v3",
  tokenizer,
};
const teacher = { checkpointDir: "/runs/t/engine/checkpoint", labels: ["a", "b"], tokenizer };
const NONE = { base: null, teacher: null, inherited: null };

function present(recipe: Recipe | undefined): Recipe {
  if (recipe === undefined) throw new Error("no recipe");
  return recipe;
}

describe("the weights that a training begins with", () => {
  test("from scratch have as many positions as the tokenizer gives", () => {
    const model = chooseModel(present(quickstart), NONE, false);
    expect(model).toMatchObject({ kind: "scratch", layers: 3, max_positions: 128 });
  });

  test("are the base model's, with its pickle only where that is allowed", () => {
    const sources = { ...NONE, base };
    expect(chooseModel(present(wrime), sources, true)).toEqual({
      kind: "pretrained",
      folder: "/hub/bert",
      allow_pickle: true,
      lora: null,
    });
    expect(chooseModel(present(lora), sources, false)).toMatchObject({
      allow_pickle: false,
      lora: { rank: 8, alpha: 32, dropout: 0.1 },
    });
  });

  test("are what the domain has taught, where there is one", () => {
    const model = chooseModel(present(lora), { ...NONE, base }, true, "/runs/d/checkpoint");
    expect(model).toEqual({
      kind: "pretrained",
      folder: "/runs/d/checkpoint",
      allow_pickle: false,
      lora: { rank: 8, alpha: 32, dropout: 0.1 },
    });
  });
});

test("a job of every recipe is one that the engine knows", () => {
  const recipes = [quickstart, wrime, lora, edge, domain].map(present);
  for (const recipe of recipes) {
    const sources = { base, teacher, inherited: null };
    const job = makeTrainJob({
      outputDir: "/runs/x/engine",
      task: { kind: "classification", labels: ["a", "b"] },
      files: { train: "/t", validation: "/v" },
      unlabelled: null,
      vocabulary: {
        size: 8,
        pad_token_id: 0,
        mask_token_id: 4,
        special_token_ids: [0, 1, 2, 3, 4],
      },
      model: chooseModel(recipe, sources, false),
      training: recipe.training,
      distillation: chooseDistillation(recipe, sources),
    });
    expect(TrainJob.parse(job)).toEqual(job);
  }
});

test("a student learns from the teacher's checkpoint", () => {
  const distillation = chooseDistillation(present(edge), { ...NONE, teacher });
  expect(distillation).toMatchObject({ teacher: "/runs/t/engine/checkpoint", temperature: 2 });
  expect(chooseDistillation(present(wrime), { ...NONE, base })).toBeNull();
});

test("a domain's texts are learned without what concerns the labels", () => {
  const { training, domain: texts } = present(domain);
  if (texts === null) throw new Error("no domain");
  const withLabels = { ...training, label_smoothing: 0.1, class_weights: "balanced" as const };
  expect(domainTraining({ ...withLabels, patience: 2, seed: 7 }, texts)).toEqual({
    ...training,
    epochs: texts.epochs,
    batch_size: texts.batch_size,
    learning_rate: texts.learning_rate,
    label_smoothing: 0,
    class_weights: null,
    patience: null,
    seed: 7,
  });
});
