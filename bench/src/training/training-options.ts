import { parseArgs } from "node:util";

import { KanjoError } from "@kanjo/shared/error";

const PARTS = ["speed", "accuracy"] as const;
type Part = (typeof PARTS)[number];

export interface TrainingBenchOptions {
  readonly parts: readonly Part[];
  /** Steps of batch 32 that each contender does in each round. */
  readonly steps: number;
  readonly rounds: number;
  readonly seeds: readonly number[];
  /** Leave the BERT-base shape out. */
  readonly small: boolean;
}

const OPTIONS = {
  part: { type: "string", multiple: true },
  steps: { type: "string", default: "7" },
  rounds: { type: "string", default: "2" },
  seeds: { type: "string", default: "42,43,44" },
  small: { type: "boolean", default: false },
  write: { type: "boolean" },
} as const;

/** @throws KanjoError `usage` */
export function parseTrainingOptions(args: readonly string[]): TrainingBenchOptions {
  const { values } = parseArgs({ args: [...args], options: OPTIONS });
  return {
    parts: (values.part ?? PARTS).map(parsePart),
    steps: parseCount("--steps", values.steps, LEAST_STEPS),
    rounds: parseCount("--rounds", values.rounds, 1),
    seeds: values.seeds.split(",").map((seed) => parseCount("--seeds", seed, 0)),
    small: values.small,
  };
}

/** Two steps of `Trainer` are not timed. */
const LEAST_STEPS = 3;

function parsePart(text: string): Part {
  const part = PARTS.find((candidate) => candidate === text);
  if (part !== undefined) return part;
  throw new KanjoError("usage", `--part ${text}: expected ${PARTS.join(" or ")}`);
}

function parseCount(option: string, text: string, least: number): number {
  const count = Number(text);
  if (/^\d+$/.test(text) && count >= least) return count;
  throw new KanjoError("usage", `${option} ${text}: expected a whole number from ${least}`);
}
