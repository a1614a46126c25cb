import { Recipe } from "../../../apps/trainer/src/recipe/recipe.ts";
import type { LabelledTexts } from "../labelled-texts.ts";

const TEACHER = { layers: 3, hidden_size: 128, heads: 4, intermediate_size: 512 };
const STUDENT = { layers: 2, hidden_size: 64, heads: 2, intermediate_size: 256 };

export const TEMPERATURE = 2;

const CHARACTERS = {
  kind: "bert-japanese",
  subword: "character",
  min_frequency: 2,
  max_tokens: 128,
};

const COMMON = {
  batch_size: 32,
  warmup_ratio: 0.1,
  weight_decay: 0.01,
  token_dropout: 0.1,
  gradient_clip: 1,
  seed: 42,
};

/** The recipe `characters` on these texts. */
export function makeTeacherRecipe(texts: LabelledTexts): Recipe {
  return Recipe.parse({
    name: "teacher",
    description: "Learns from n-grams first, as the recipe characters does.",
    data: texts.source,
    tokenizer: CHARACTERS,
    model: {
      kind: "scratch",
      ...TEACHER,
      dropout: 0.2,
      initializer_range: 0.08,
      neighbour_offsets: [-1, 1, -2, 2],
    },
    training: {
      ...COMMON,
      epochs: 6,
      learning_rate: 5e-4,
      label_smoothing: 0.1,
      warm_start: {
        kind: "ngram-evidence",
        epochs: 12,
        learning_rate: 2e-3,
        longest: 4,
        layers: 2,
        splice_probability: 0.7,
      },
    },
  });
}

/** The student that sees labels alone. */
export function makeStudentRecipe(texts: LabelledTexts, epochs: number): Recipe {
  return Recipe.parse({
    name: "student",
    description: "Learns from labels alone.",
    data: texts.source,
    tokenizer: CHARACTERS,
    model: { kind: "scratch", ...STUDENT, dropout: 0.2, initializer_range: 0.05 },
    training: { ...COMMON, epochs, learning_rate: 1e-3, label_smoothing: 0.1 },
  });
}

/** The same student, which learns its teacher's answers, without labels. */
export function makeDistilledRecipe(texts: LabelledTexts, epochs: number, teacher: string): Recipe {
  const student = makeStudentRecipe(texts, epochs);
  return Recipe.parse({
    ...student,
    name: "distilled",
    description: "Learns from its teacher's answers.",
    tokenizer: { kind: "inherited", max_tokens: CHARACTERS.max_tokens },
    distillation: {
      teacher,
      temperature: TEMPERATURE,
      label_weight: 0,
      logits_weight: 1,
      hidden_weight: 0,
      start_from_teacher: false,
    },
    training: { ...student.training, label_smoothing: 0 },
  });
}
