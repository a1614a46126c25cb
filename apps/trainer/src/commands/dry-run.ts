import type { Dataset } from "../dataset/dataset.ts";
import { isServable } from "../pipeline/describe-task.ts";
import type { RunOptions } from "../pipeline/run-state.ts";
import { estimateTraining } from "../pipeline/estimate-training.ts";
import type { Recipe } from "../recipe/recipe.ts";
import { formatCount, formatNumberOf } from "../terminal/reporter.ts";
import type { Terminal } from "../terminal/terminal.ts";
import type { TrainPlan } from "./plan-training.ts";

/** Says what would run, and prints it with `--json`. */
export function showDryRun(
  dataset: Dataset,
  { recipe, launch, options }: TrainPlan,
  json: boolean,
  terminal: Terminal,
): void {
  const { reporter } = terminal;
  const seeds = options.seeds ?? [recipe.training.seed];
  const estimate = estimateTraining(dataset, recipe, seeds.length);
  const stages = listStages(dataset, recipe, options);
  const model = describeModel(recipe);
  const { epochs, precision } = recipe.training;
  reporter.line("model", model);
  reporter.line(
    "train",
    [
      `${formatNumberOf(estimate.steps, "step")}: ${formatNumberOf(epochs, "epoch")} of ${estimate.stepsPerEpoch}${seeds.length > 1 ? `, ${seeds.length} seeds` : ""}`,
      `about ${formatCount(estimate.tokens)} tokens an epoch`,
      `precision ${precision}`,
      formatNumberOf(launch.processes * (launch.cluster?.nodes ?? 1), "process", "processes"),
    ].join(" · "),
  );
  reporter.line("stages", stages.join(", "));
  reporter.line("dry run", "nothing was trained; leave --dry-run out to train");
  if (json)
    terminal.printJson({
      dryRun: true,
      version: options.version,
      seeds,
      ...estimate,
      stages,
      recipe,
    });
}

function listStages(
  dataset: Dataset,
  recipe: Recipe,
  { withBaseline, withReport }: Pick<RunOptions, "withBaseline" | "withReport">,
): readonly string[] {
  const served = isServable(dataset);
  return [
    "tokenize",
    ...(served && withBaseline ? ["baseline"] : []),
    ...(recipe.domain === null ? [] : ["domain"]),
    "train",
    ...(served ? ["calibrate", "export", "evaluate", "release"] : []),
    ...(served && withReport ? ["report"] : []),
  ];
}

function describeModel({ model, distillation }: Recipe): string {
  const shape =
    model.kind === "pretrained"
      ? `${model.base}${model.lora === null ? "" : ` with low-rank adaptation, rank ${model.lora.rank}`}`
      : `${formatNumberOf(model.layers, "layer")}, ${model.hidden_size} features, from scratch`;
  return distillation === null ? shape : `${shape}, distilled from ${distillation.teacher ?? ""}`;
}
