/** The options of `train`: what they may be. */
import { KanjoError } from "@kanjo/shared/error";
import { Identifier } from "@kanjo/shared/manifest/identifier";
import { describeIssues } from "@kanjo/shared/zod-issues";
import * as z from "zod";

import { launchOptionFields } from "./launch-options.ts";
import { parseOptions } from "./parse-options.ts";
import { recipeOptionFields, seedList } from "./recipe-options.ts";

const TrainOptions = z
  .object({
    ...recipeOptionFields,
    ...launchOptionFields,
    seeds: seedList.optional(),
    version: Identifier.optional(),
    resume: z.string().min(1).optional(),
    channel: Identifier.optional(),
    runs: z.string(),
    baseline: z.boolean(),
    report: z.boolean(),
    publish: z.boolean(),
    force: z.boolean().optional(),
    dryRun: z.boolean().optional(),
    json: z.boolean().optional(),
  })
  .superRefine(({ seed, seeds, resume, version, dryRun }, context) => {
    const refuse = (message: string): void => {
      context.addIssue({ code: "custom", message });
    };
    if (seed !== undefined && seeds !== undefined) refuse("--seed and --seeds exclude each other");
    if (resume === undefined) return;
    if (version !== undefined) refuse("--version is the run's own after --resume");
    if (seeds !== undefined) refuse("--seeds are the run's own after --resume");
    if (dryRun === true) refuse("--dry-run and --resume exclude each other");
  });
export type TrainOptions = z.infer<typeof TrainOptions>;

/** @throws KanjoError `usage` */
export function parseTrainOptions(raw: unknown): TrainOptions {
  return parseOptions(TrainOptions, raw, "train");
}

/** @throws KanjoError `usage` when it cannot be part of an object key */
export function parseVersion(version: string): string {
  const result = Identifier.safeParse(version);
  if (result.success) return version;
  throw new KanjoError("usage", `version ${version}: ${describeIssues(result.error)}`, {
    hint: "Give a shorter one with --version, or the recipe a shorter name.",
  });
}
