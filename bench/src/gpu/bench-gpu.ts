/** The GPU's section of RESULTS.md: from the figures that `bench/gpu/training.py` wrote, or that there are none. */
import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";

import { KanjoError } from "@kanjo/shared/error";

import { describeReport } from "./describe.ts";
import type { GpuReport } from "./gpu-report.ts";

const OPTIONS = { from: { type: "string" }, write: { type: "boolean" } } as const;

const NOTHING_MEASURED = `### Training on a GPU: \`pnpm bench gpu\`

Not measured: no GPU was at hand. The script is ready, and was rehearsed on a processor; it needs Python with PyTorch, transformers and accelerate, no network and no Node, and takes eight minutes:

\`\`\`
python3 bench/gpu/training.py --out results
pnpm bench gpu --from results/gpu.json --write
\`\`\`

It trains BERT-base with random weights on random tokens of WRIME's lengths, in batches of 32 and of 16,384 tokens, in bf16 and fp16, with and without \`torch.compile\`, and beside it Hugging Face's \`Trainer\`; it keeps samples/s and peak memory. Goals on an H100: 4,000 samples/s in batches of 32, 12,000 by token budget.`;

/** @throws KanjoError `gpu-report-missing`, `gpu-report-rehearsed` */
export async function benchGpu(args: readonly string[]): Promise<string> {
  const { from } = parseArgs({ args: [...args], options: OPTIONS }).values;
  if (from === undefined) return NOTHING_MEASURED;
  const report = await readReport(from);
  if (report.rehearsal && args.includes("--write")) {
    throw new KanjoError("gpu-report-rehearsed", `${from} is of a rehearsal`, {
      hint: "Run bench/gpu/training.py on a GPU, without --rehearse.",
    });
  }
  return describeReport(report);
}

async function readReport(file: string): Promise<GpuReport> {
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch (cause) {
    throw new KanjoError("gpu-report-missing", `${file}: cannot be read as JSON`, {
      hint: "Give the gpu.json that bench/gpu/training.py wrote.",
      cause,
    });
  }
}
