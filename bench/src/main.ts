/** `pnpm bench <name> [--write]`: runs a benchmark, prints its table, and puts it into RESULTS.md. */
import { KanjoError } from "@kanjo/shared/error";

import { benchExactness } from "./exactness.ts";
import { benchQuickstart } from "./quickstart.ts";
import { writeSection } from "./results.ts";
import { benchTokenizer } from "./tokenizer/bench-tokenizer.ts";
import { benchWorker } from "./worker/bench-worker.ts";

/** A benchmark gives the Markdown of its section. */
type Benchmark = (args: readonly string[]) => Promise<string>;

const BENCHMARKS: Readonly<Record<string, Benchmark>> = {
  exactness: benchExactness,
  quickstart: benchQuickstart,
  tokenizer: benchTokenizer,
  worker: benchWorker,
};

process.exitCode = await main(process.argv.slice(2));

async function main([name = "", ...args]: string[]): Promise<number> {
  const benchmark = BENCHMARKS[name];
  if (benchmark === undefined) {
    process.stderr.write(
      `usage: pnpm bench <${Object.keys(BENCHMARKS).join("|")}> [--write] [--release <folder>] [--corpus <folder>]\n`,
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
    return 1;
  }
}
