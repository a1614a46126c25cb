/** `pnpm bench <name> [--write]`: runs a benchmark, prints its table, and puts it into RESULTS.md. */
import { KanjoError } from "@kanjo/shared/error";

import { benchDistillation } from "./distillation/bench-distillation.ts";
import { benchExactness } from "./exactness.ts";
import { benchGpu } from "./gpu/bench-gpu.ts";
import { benchPredict } from "./predict/bench-predict.ts";
import { benchQuickstart } from "./quickstart.ts";
import { benchRelease } from "./release/bench-release.ts";
import { writeSection } from "./results.ts";
import { benchTokenizer } from "./tokenizer/bench-tokenizer.ts";
import { benchTraining } from "./training/bench-training.ts";
import { benchWorker } from "./worker/bench-worker.ts";

/** A benchmark gives the Markdown of its section. */
type Benchmark = (args: readonly string[]) => Promise<string>;

const BENCHMARKS: Readonly<Record<string, Benchmark>> = {
  distillation: benchDistillation,
  exactness: benchExactness,
  gpu: benchGpu,
  predict: benchPredict,
  quickstart: benchQuickstart,
  release: benchRelease,
  tokenizer: benchTokenizer,
  training: benchTraining,
  worker: benchWorker,
};

const OPTIONS = `  exactness  --corpus <folder>
  gpu        --from <gpu.json of bench/gpu/training.py>
  predict    --run <folder> --texts <number> --rounds <number> --rows <list>
  training   --part speed|accuracy --small --steps <number> --rounds <number> --seeds <list>
  worker     --release <folder> --part cold|latency|memory|load --seconds <number> --connections <number>
`;

process.exitCode = await main(process.argv.slice(2));

async function main([name = "", ...args]: string[]): Promise<number> {
  const benchmark = BENCHMARKS[name];
  if (benchmark === undefined) {
    process.stderr.write(
      `usage: pnpm bench <${Object.keys(BENCHMARKS).join("|")}> [--write]\n${OPTIONS}`,
    );
    return 2;
  }
  try {
    const section = await benchmark(args);
    process.stdout.write(`${section}\n`);
    if (args.includes("--write")) await writeSection(name, section);
    return 0;
  } catch (error) {
    if (!(error instanceof KanjoError)) throw error;
    process.stderr.write(`error: ${error.message}\n  ${error.hint ?? ""}\n`);
    return error.code === "usage" ? 2 : 1;
  }
}
