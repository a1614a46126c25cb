/** Everything before the labels are learned: tokenizer, tokens, baseline and domain. */
import type { EngineMetrics } from "@kanjo/shared/contract/event";
import type { Task } from "@kanjo/shared/contract/job";

import type { Dataset } from "../dataset/dataset.ts";
import { leads } from "../engine/launch.ts";
import { refuseAfterSignal } from "../terminal/end-on-signals.ts";
import type { PipelineContext } from "./context.ts";
import { describeTask, isServable } from "./describe-task.ts";
import { measureBaseline } from "./measure-baseline.ts";
import { type PreparedTokenizer, prepareTokenizer } from "./prepare-tokenizer.ts";
import { resolveSources, type Sources } from "./resolve-sources.ts";
import { addSeconds, measureSeconds } from "./stage.ts";
import { type TokenizedData, tokenizeData, tokenizeTexts } from "./tokenize-data.ts";
import { trainDomain } from "./train-domain.ts";

/** What a training begins with; several seeds and trials share it. */
export interface PreparedTraining {
  readonly task: Task;
  readonly tokenizer: PreparedTokenizer;
  readonly data: TokenizedData;
  readonly sources: Sources;
  /** What the domain's texts have taught; null where there is no domain. */
  readonly domainCheckpoint: string | null;
  /** Arrow file of the texts that the teacher labels. */
  readonly unlabelled: string | null;
  readonly baseline: EngineMetrics | null;
}

/** @param dataset checked */
export async function prepareTraining(
  dataset: Dataset,
  context: PipelineContext,
): Promise<PreparedTraining> {
  const sources = await resolveSources(dataset, context);
  const { result: tokens, seconds: spent } = await measureSeconds(async () => {
    const tokenizer = await prepareTokenizer(dataset, context, sources.inherited);
    const data = await tokenizeData(dataset, tokenizer, context);
    const unlabelled = await tokenizeUnlabelled(tokenizer, context);
    return { tokenizer, data, unlabelled };
  });
  addSeconds(context.seconds, "tokenize", spent);
  refuseAfterSignal();

  const baseline =
    isServable(dataset) && context.withBaseline && leads(context.launch)
      ? await measureBaseline(dataset, context)
      : null;
  const domainCheckpoint = await trainDomain(sources, tokens.tokenizer, context);
  return { ...tokens, task: describeTask(dataset), sources, domainCheckpoint, baseline };
}

async function tokenizeUnlabelled(
  tokenizer: PreparedTokenizer,
  context: PipelineContext,
): Promise<string | null> {
  const files = context.recipe.distillation?.unlabelled ?? [];
  return files.length === 0 ? null : tokenizeTexts(files, tokenizer, context);
}
