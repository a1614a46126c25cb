import { join } from "node:path";

import type { ModelSource, ScratchModel } from "@kanjo/shared/contract/job";

import { runBenchPython } from "../bench-python.ts";
import { engineWith } from "./engine.ts";
import { huggingFaceTrainer } from "./hugging-face-trainer.ts";
import { rowsOf, type Trial } from "./speed.ts";

/** As many tokens as batches of 32 have on average, so that the number of steps stays the same. */
const TOKEN_BUDGET = 32 * 27;
/** How many times the steps of the large shape the small ones do: they take milliseconds. */
const SMALL_SHAPES_STEPS = 8;

const trainer = huggingFaceTrainer("random");
const exact = engineWith({ kind: "random" });
const tokenBudget = engineWith({ kind: "token-budget", tokens: TOKEN_BUDGET });

/** What small models and the accuracy are measured with. */
export const CONTENDERS = [trainer, exact, tokenBudget] as const;

/** The large shape starts from one folder with random weights, the small ones from their own. */
export async function listTrials(steps: number, folder: string): Promise<Trial[]> {
  const checkpoint = join(folder, "bert-base");
  await runBenchPython("random_checkpoint.py", [checkpoint]);
  const base: ModelSource = {
    kind: "pretrained",
    folder: checkpoint,
    allow_pickle: false,
    lora: null,
  };
  const rows = rowsOf(steps);
  const title = "BERT-base, 12 x 768";
  return [
    { title, model: base, precision: "fp32", rows, contenders: CONTENDERS },
    { title, model: base, precision: "bf16", rows, contenders: CONTENDERS },
  ];
}

export function listSmallTrials(steps: number): Trial[] {
  const rows = rowsOf(steps * SMALL_SHAPES_STEPS);
  const contenders = [...CONTENDERS, huggingFaceTrainer("group_by_length")];
  return [
    { title: "4 x 256", model: makeShape(4, 256), precision: "fp32", rows, contenders },
    { title: "3 x 128", model: makeShape(3, 128), precision: "fp32", rows, contenders },
  ];
}

/** Dropout as bert-base-japanese-v3 has it, and heads of 32 features. */
export function makeShape(layers: number, hiddenSize: number): ScratchModel {
  return {
    kind: "scratch",
    layers,
    hidden_size: hiddenSize,
    heads: hiddenSize / 32,
    intermediate_size: 4 * hiddenSize,
    max_positions: 128,
    dropout: 0.1,
    attention_dropout: 0.1,
    initializer_range: 0.02,
    neighbour_offsets: [],
  };
}
