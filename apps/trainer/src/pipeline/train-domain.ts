/**
 * Masked-language-model training on unlabelled texts of the domain, before the
 * labels (Gururangan et al. 2020, "Don't Stop Pretraining"). What comes out is
 * the base model of the training that follows.
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import { type EngineEvent, TrainResult } from "@kanjo/shared/contract/event";
import type { ModelSource, TrainJob } from "@kanjo/shared/contract/job";

import { runEngine } from "../engine/run-engine.ts";
import { describeScores } from "../terminal/describe-scores.ts";
import { formatDuration } from "../terminal/reporter.ts";
import type { DomainRecipe } from "../recipe/recipe.ts";
import type { PipelineContext } from "./context.ts";
import { dropStates } from "./drop-states.ts";
import { holdOutTexts } from "./hold-out-texts.ts";
import { chooseModel, domainTraining, makeTrainJob } from "./make-train-job.ts";
import type { PreparedTokenizer } from "./prepare-tokenizer.ts";
import type { Sources } from "./resolve-sources.ts";
import { runStage } from "./stage.ts";
import { tokenizeTexts } from "./tokenize-data.ts";

/** The checkpoint that comes of it; null where the recipe has no domain. */
export async function trainDomain(
  sources: Sources,
  prepared: PreparedTokenizer,
  context: PipelineContext,
): Promise<string | null> {
  const { domain } = context.recipe;
  if (domain === null) return null;
  const trained = await runStage("domain", TrainResult, context, async () => {
    const job = await makeDomainJob(domain, sources, prepared, context);
    const result = await runDomainJob(job, context);
    await dropStates(job.output_dir);
    return result;
  });
  return trained.checkpoint_dir;
}

async function makeDomainJob(
  domain: DomainRecipe,
  sources: Sources,
  prepared: PreparedTokenizer,
  context: PipelineContext,
): Promise<TrainJob> {
  const { recipe, run, allowPickle } = context;
  const outputDir = join(run.outputDir, "domain");
  await mkdir(outputDir, { recursive: true });
  return makeTrainJob({
    outputDir,
    task: { kind: "masked-language-model", mask_probability: domain.mask_probability },
    files: await tokenizeDomain(domain.texts ?? [], prepared, context),
    unlabelled: null,
    vocabulary: prepared.vocabulary,
    model: withoutLora(chooseModel(recipe, sources, allowPickle)),
    training: domainTraining(recipe.training, domain),
    distillation: null,
  });
}

/** The texts teach all weights, whatever the labels may change. */
function withoutLora(model: ModelSource): ModelSource {
  return model.kind === "pretrained" ? { ...model, lora: null } : model;
}

async function tokenizeDomain(
  texts: readonly string[],
  prepared: PreparedTokenizer,
  context: PipelineContext,
): Promise<{ train: string; validation: string }> {
  const { run, reporter } = context;
  const split = {
    train: join(run.dataDir, "domain-train.txt"),
    validation: join(run.dataDir, "domain-validation.txt"),
  };
  const counts = await holdOutTexts(texts, split);
  reporter.line("domain", `${counts.train} texts, ${counts.validation} more held out`);
  return {
    train: await tokenizeTexts([split.train], prepared, context),
    validation: await tokenizeTexts([split.validation], prepared, context),
  };
}

async function runDomainJob(
  job: TrainJob,
  { python, run, launch, reporter, onEngineEvent }: PipelineContext,
): Promise<TrainResult> {
  const onEvent = (event: EngineEvent): void => onEngineEvent(nameDomain(event));
  const options = { python, runDir: run.dir, launch, onEvent, stage: "domain" };
  const result = await runEngine(job, options);
  const { loss, scores } = result.validation;
  reporter.line(
    "domain",
    [
      formatDuration(result.train_seconds),
      `best epoch ${result.best_epoch}: validation loss ${loss?.toFixed(3) ?? "unknown"}`,
      describeScores(scores),
    ].join(" · "),
  );
  return result;
}

/** To the engine it is a training as any other; its lines are not to be taken for the labels' own. */
function nameDomain(event: EngineEvent): EngineEvent {
  return "phase" in event ? { ...event, phase: "domain" } : event;
}
