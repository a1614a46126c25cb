import { parseArgs } from "node:util";

import { KanjoError } from "@kanjo/shared/error";

export interface PredictBenchOptions {
  /** Folder of a finished run; null for the newest one. */
  readonly run: string | null;
  /** Texts that each contender labels in each round. */
  readonly texts: number;
  readonly rounds: number;
  /** Sizes of the files at which memory is measured; none to leave that out. */
  readonly rows: readonly number[];
}

const OPTIONS = {
  run: { type: "string" },
  texts: { type: "string", default: "16000" },
  rounds: { type: "string", default: "3" },
  rows: { type: "string", default: "10000,100000,1000000" },
  write: { type: "boolean" },
} as const;

/** @throws KanjoError `usage` */
export function parsePredictOptions(args: readonly string[]): PredictBenchOptions {
  const { values } = parseArgs({ args: [...args], options: OPTIONS });
  const sizes = values.rows.split(",").filter((size) => size !== "");
  return {
    run: values.run ?? null,
    texts: parseCount("--texts", values.texts),
    rounds: parseCount("--rounds", values.rounds),
    rows: sizes.map((size) => parseCount("--rows", size)),
  };
}

function parseCount(option: string, text: string): number {
  const count = Number(text);
  if (/^\d+$/.test(text) && count > 0) return count;
  throw new KanjoError("usage", `${option} ${text}: expected a whole number from 1`);
}
