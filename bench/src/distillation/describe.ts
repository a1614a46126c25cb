import { describeMachine } from "../machine.ts";
import { formatSpread } from "../statistics.ts";
import { TEMPERATURE } from "./recipes.ts";
import type { TrainedModel } from "./run-recipe.ts";

export interface DistillationMeasurements {
  /** Name of the data set. */
  readonly texts: string;
  readonly seeds: readonly number[];
  readonly teacher: TrainedModel;
  readonly students: readonly Student[];
}

export interface Student {
  /** `labels alone` or `distilled` */
  readonly learnsFrom: string;
  readonly epochs: number;
  /** All seeds. */
  readonly model: TrainedModel;
}

/** Markdown of all that was measured. */
export function describe({ texts, seeds, teacher, students }: DistillationMeasurements): string {
  return `### Distillation: \`pnpm bench distillation\`

${describeMachine()}. ${texts}, test split, the int8 bytes in onnxruntime-web; students with seeds ${seeds.join(", ")}: mean ± standard deviation. All begin with random weights and have the same vocabulary of characters; teacher and students are the kept epochs by validation accuracy. Distilled: the teacher's answers to the training texts at temperature ${TEMPERATURE}, without their labels.

| model | accuracy | macro-F1 | parameters | of the teacher's | \`model.ort\`, MB | seconds of a training |
| --- | --- | --- | --- | --- | --- | --- |
${describeModel("teacher", teacher, teacher)}
${students.map((student) => describeModel(nameStudent(student), student.model, teacher)).join("\n")}`;
}

function nameStudent({ learnsFrom, epochs }: Student): string {
  return `student, ${learnsFrom}, ${epochs} epochs`;
}

function describeModel(name: string, model: TrainedModel, teacher: TrainedModel): string {
  const cells = [
    name,
    formatSpread(model.accuracy),
    formatSpread(model.macroF1),
    `${(model.parameters / 1e6).toFixed(2)} M`,
    `${((100 * model.parameters) / teacher.parameters).toFixed(0)} %`,
    (model.bytes / 1e6).toFixed(2),
    model.seconds.toFixed(0),
  ];
  return `| ${cells.join(" | ")} |`;
}
