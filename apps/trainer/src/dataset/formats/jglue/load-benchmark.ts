import { basename } from "node:path";

import type { Dataset, Split } from "../../dataset.ts";
import type { LoadOptions } from "../../load-options.ts";
import { readText } from "../../read-text.ts";
import { type BenchmarkFiles, type BenchmarkSource, locateBenchmark } from "./locate-benchmark.ts";
import {
  JCOLA_LABELS,
  JCOMMONSENSEQA_CHOICES,
  JNLI_LABELS,
  parseJcola,
  parseJcommonsenseqa,
  parseJnli,
  parseJsquad,
  parseJsts,
} from "./parse-benchmark.ts";

/**
 * A task of JGLUE, or JCoLA, with the splits of its authors.
 * @throws KanjoError `data-invalid`, `remote-*`
 */
export async function loadBenchmark(
  source: BenchmarkSource,
  options: LoadOptions,
): Promise<Dataset> {
  const files = await locateBenchmark(source, options);
  switch (source.format) {
    case "jcola":
      return {
        task: "classification",
        labels: [...JCOLA_LABELS],
        ...(await readSplits(files, parseJcola)),
      };
    case "jnli":
      return {
        task: "classification",
        labels: [...JNLI_LABELS],
        ...(await readSplits(files, parseJnli)),
      };
    case "jsts":
      return { task: "regression", ...(await readSplits(files, parseJsts)) };
    case "jcommonsenseqa":
      return {
        task: "multiple-choice",
        choices: JCOMMONSENSEQA_CHOICES,
        ...(await readSplits(files, parseJcommonsenseqa)),
      };
    case "jsquad":
      return { task: "span", stride: source.stride, ...(await readSplits(files, parseJsquad)) };
  }
}

type Parse<Row> = (content: string, name: string) => Row[];

async function readSplits<Row>(
  files: BenchmarkFiles,
  parse: Parse<Row>,
): Promise<{ splits: Record<Split, Row[]>; carved: Split[] }> {
  const read = async (file: string): Promise<Row[]> => parse(await readText(file), basename(file));
  const splits = {
    train: await read(files.train),
    validation: await read(files.validation),
    test: files.test === null ? [] : await read(files.test),
  };
  return { splits, carved: [] };
}
