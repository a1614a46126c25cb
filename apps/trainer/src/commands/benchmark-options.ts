/** The options of `benchmark`, checked. */
import { Identifier } from "@kanjo/shared/manifest/identifier";
import * as z from "zod";

import { JGLUE_TASK_NAMES } from "../jglue/task.ts";
import { launchOptionFields } from "./launch-options.ts";
import { parseOptions } from "./parse-options.ts";
import { seedList } from "./recipe-options.ts";

const BenchmarkOptions = z.object({
  base: z.string().min(1).optional(),
  recipe: z.string().min(1).optional(),
  tasks: z
    .string()
    .transform((text) => [...new Set(text.split(",").map((task) => task.trim()))])
    .pipe(z.array(z.enum(JGLUE_TASK_NAMES)))
    .default([...JGLUE_TASK_NAMES]),
  data: z.string().optional(),
  seeds: seedList.default([42]),
  limit: z
    .string()
    .regex(/^[1-9]\d{0,8}$/, "expected a whole number from 1")
    .transform(Number)
    .optional(),
  processes: launchOptionFields.processes,
  name: Identifier.optional(),
  runs: z.string(),
  acceptLicense: z.boolean().default(false),
  allowPickle: z.boolean().default(false),
  keepModels: z.boolean().default(false),
  json: z.boolean().default(false),
});
export type BenchmarkOptions = z.infer<typeof BenchmarkOptions>;

/** @throws KanjoError `usage` */
export function parseBenchmarkOptions(raw: unknown): BenchmarkOptions {
  return parseOptions(BenchmarkOptions, raw, "benchmark");
}
