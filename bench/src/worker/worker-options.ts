import { parseArgs } from "node:util";

import { KanjoError } from "@kanjo/shared/error";

const PARTS = ["cold", "latency", "memory", "load"] as const;
export type Part = (typeof PARTS)[number];

export interface WorkerBenchOptions {
  /** Null for the newest run's. */
  readonly releaseDir: string | null;
  readonly parts: readonly Part[];
  /** How long the load lasts. */
  readonly seconds: number;
  readonly connections: number;
}

const OPTIONS = {
  release: { type: "string" },
  part: { type: "string", multiple: true },
  seconds: { type: "string", default: "60" },
  connections: { type: "string", default: "50" },
  write: { type: "boolean" },
} as const;

/** Load is bounded, whatever is asked for. */
const MAX_SECONDS = 300;
const MAX_CONNECTIONS = 200;

/** @throws KanjoError `usage` */
export function parseWorkerOptions(args: readonly string[]): WorkerBenchOptions {
  const { values } = parseArgs({ args: [...args], options: OPTIONS });
  return {
    releaseDir: values.release ?? null,
    parts: (values.part ?? PARTS).map(parsePart),
    seconds: parseCount("--seconds", values.seconds, MAX_SECONDS),
    connections: parseCount("--connections", values.connections, MAX_CONNECTIONS),
  };
}

function parsePart(text: string): Part {
  const part = PARTS.find((candidate) => candidate === text);
  if (part !== undefined) return part;
  throw new KanjoError("usage", `--part ${text}: expected ${PARTS.join(" or ")}`);
}

function parseCount(option: string, text: string, most: number): number {
  const count = Number(text);
  if (/^\d+$/.test(text) && count >= 1 && count <= most) return count;
  throw new KanjoError("usage", `${option} ${text}: expected a whole number from 1 to ${most}`);
}
