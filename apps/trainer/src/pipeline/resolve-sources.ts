import { KanjoError } from "@kanjo/shared/error";

import { readTeacher, type Teacher } from "../base-model/read-teacher.ts";
import { type BaseModel, resolveBaseModel } from "../base-model/resolve-base-model.ts";
import type { InheritedTokenizer } from "../base-model/inherited-tokenizer.ts";
import type { Dataset } from "../dataset/dataset.ts";
import type { PipelineContext } from "./context.ts";

/** Other models that a training begins with. */
export interface Sources {
  readonly base: BaseModel | null;
  readonly teacher: Teacher | null;
  /** Null where the recipe's tokenizer learns its own vocabulary. */
  readonly inherited: InheritedTokenizer | null;
}

/** @throws KanjoError `teacher-mismatch`, besides what a model that cannot be had throws */
export async function resolveSources(dataset: Dataset, context: PipelineContext): Promise<Sources> {
  const { recipe, allowPickle, reporter } = context;
  const mecabDic = recipe.tokenizer.kind === "inherited" ? recipe.tokenizer.mecab_dic : null;
  const base =
    recipe.model.kind === "pretrained"
      ? await resolveBaseModel(recipe.model, { allowPickle, mecabDic, reporter })
      : null;
  const folder = recipe.distillation?.teacher ?? null;
  const teacher = folder === null ? null : await readTeacher(folder);
  if (teacher !== null) requireLabelsOf(teacher, dataset);
  const inherited =
    recipe.tokenizer.kind === "inherited" ? (base?.tokenizer ?? teacher?.tokenizer ?? null) : null;
  return { base, teacher, inherited };
}

function requireLabelsOf(teacher: Teacher, dataset: Dataset): void {
  const labels = dataset.task === "classification" ? dataset.labels : [];
  if (JSON.stringify(labels) === JSON.stringify(teacher.labels)) return;
  throw new KanjoError(
    "teacher-mismatch",
    `the teacher's labels are ${teacher.labels.join(", ")}, the data's are ${labels.join(", ") || "none"}`,
    { hint: "A student learns its teacher's task: give data with these labels, in this order." },
  );
}
