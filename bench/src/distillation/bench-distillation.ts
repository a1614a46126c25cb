/**
 * Whether distillation pays: a small student trained on labels alone, and the same
 * student that learns its teacher's answers on the same texts, for as many epochs. All
 * from random weights, through the trainer's command line.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { findLabelledTexts } from "../labelled-texts.ts";
import { describe, type DistillationMeasurements, type Student } from "./describe.ts";
import { makeDistilledRecipe, makeStudentRecipe, makeTeacherRecipe } from "./recipes.ts";
import { runRecipe } from "./run-recipe.ts";

const TEACHER_SEED = 42;
const STUDENT_SEEDS = [42, 43, 44];
const EPOCHS = [10, 30];

/** @throws KanjoError `training-failed` */
export async function benchDistillation(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "kanjo-distillation-"));
  try {
    return describe(await measure(folder));
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function measure(folder: string): Promise<DistillationMeasurements> {
  const texts = findLabelledTexts();
  const teacher = await runRecipe("teacher", makeTeacherRecipe(texts), [TEACHER_SEED], folder);
  const students: Student[] = [];
  for (const epochs of EPOCHS) {
    const recipes = {
      "labels alone": makeStudentRecipe(texts, epochs),
      distilled: makeDistilledRecipe(texts, epochs, teacher.runDir),
    };
    for (const [learnsFrom, recipe] of Object.entries(recipes)) {
      const name = `${recipe.name}-${epochs}`;
      const model = await runRecipe(name, recipe, STUDENT_SEEDS, folder);
      students.push({ learnsFrom, epochs, model });
    }
  }
  return { texts: texts.name, seeds: STUDENT_SEEDS, teacher, students };
}
