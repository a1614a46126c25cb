import { execFile } from "node:child_process";
import { promisify } from "node:util";

import { messageOf } from "@kanjo/shared/error";
import * as z from "zod";

import { engineDir } from "../paths.ts";
import type { MatrixProduct } from "./model-shape.ts";

const run = promisify(execFile);

/** Importing PyTorch from a cold disk takes its time. */
const DEADLINE_MS = 120_000;

const Device = z.object({
  name: z.string(),
  memory_bytes: z.int().positive(),
  has_bf16: z.boolean(),
});

const Torch = z.union([
  z.object({
    error: z.null(),
    version: z.string(),
    /** Version of CUDA that it was built for; null for a build without. */
    cuda_build: z.string().nullable(),
    devices: z.array(Device),
    threads: z.int().positive(),
    /** Of the asked matrix product, on the first card or the processor. */
    flops_per_second: z.number().positive().nullable(),
  }),
  /** Why it cannot be imported. */
  z.object({ error: z.string() }),
]);

const PythonProbe = z.object({
  python: z.string(),
  executable: z.string(),
  /** Distribution to its version; null where it is not installed. */
  libraries: z.record(z.string(), z.string().nullable()),
  torch: Torch,
});
/** What `kanjo_engine/probe.py` tells of its interpreter. */
export type PythonProbe = z.infer<typeof PythonProbe>;

export type ProbeOutcome =
  | { readonly probe: PythonProbe; readonly failure: null }
  | { readonly probe: null; readonly failure: string };

/**
 * Asks an interpreter what it has.
 * @param distributions whose versions are asked for
 * @param product to measure; null measures nothing
 */
export async function probePython(
  python: string,
  distributions: readonly string[],
  product: MatrixProduct | null,
): Promise<ProbeOutcome> {
  const measure = product === null ? [] : ["--product", ...product.map(String)];
  try {
    const { stdout } = await run(
      python,
      ["-m", "kanjo_engine.probe", ...distributions, ...measure],
      { env: { ...process.env, PYTHONPATH: engineDir }, timeout: DEADLINE_MS },
    );
    return { probe: PythonProbe.parse(JSON.parse(stdout)), failure: null };
  } catch (error) {
    return { probe: null, failure: describeFailure(error) };
  }
}

function describeFailure(error: unknown): string {
  if (error instanceof Error && "code" in error && error.code === "ENOENT") {
    return "cannot be found";
  }
  const last = messageOf(error).trimEnd().split("\n").at(-1) ?? "";
  return `cannot be asked what it has: ${last}`;
}
