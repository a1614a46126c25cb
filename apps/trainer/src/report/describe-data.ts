import type { Tokenizer } from "@kanjo/shared/tokenizer";

import type { Example } from "../dataset/dataset.ts";
import { nameSource } from "../tokenization/tokenized-row.ts";
import { binLengths } from "./bin-lengths.ts";
import type { LengthExample, SplitData } from "./report.ts";

const SHOWN_EXAMPLES = 3;

/**
 * What a split's texts are like before they are cut: labels, and lengths in tokens.
 * @throws KanjoError `text-malformed` with the row's place
 */
export function describeData(
  split: string,
  examples: readonly Example[],
  tokenizer: Pick<Tokenizer, "encode">,
  maxTokens: number,
  labels: readonly string[],
): SplitData {
  const tokens = examples.map((example) => countTokens(example, tokenizer));
  const lengths = Int32Array.from(tokens).sort();
  const rows = tokens.map((count, row) => ({ count, row }));
  const showFirst = (order: (left: Row, right: Row) => number): LengthExample[] =>
    rows
      .toSorted(order)
      .slice(0, SHOWN_EXAMPLES)
      .flatMap(({ row, count }) => showExample(examples[row], count));
  return {
    split,
    count: examples.length,
    labels: countLabels(examples, labels),
    lengths: { bins: binLengths(lengths) },
    medianLength: takeQuantile(lengths, 0.5),
    p95Length: takeQuantile(lengths, 0.95),
    truncated: lengths.filter((length) => length > maxTokens).length,
    shortest: showFirst((left, right) => left.count - right.count),
    longest: showFirst((left, right) => right.count - left.count),
  };
}

interface Row {
  readonly count: number;
  readonly row: number;
}

function countTokens({ source, text, pair }: Example, tokenizer: Pick<Tokenizer, "encode">) {
  const options = pair === undefined ? {} : { pair };
  return nameSource(source, () => tokenizer.encode(text, options).ids.length);
}

function countLabels(examples: readonly Example[], labels: readonly string[]): SplitData["labels"] {
  const counts = new Map(labels.map((label) => [label, 0]));
  for (const { label } of examples) counts.set(label, (counts.get(label) ?? 0) + 1);
  return Array.from(counts, ([label, count]) => ({ label, count }));
}

/** By nearest rank, as trainer check has it; 0 without texts. */
function takeQuantile(sorted: Int32Array, share: number): number {
  return sorted[Math.ceil(sorted.length * share) - 1] ?? 0;
}

function showExample(example: Example | undefined, tokens: number): LengthExample[] {
  if (example === undefined) return [];
  const { source, text, label } = example;
  return [{ source, text, label, tokens }];
}
