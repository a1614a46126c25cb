/** A split as rows of token ids and targets, made one at a time. */
import type { Tokenizer } from "@kanjo/shared/tokenizer";

import type { Dataset, SpanDataset, Split } from "../dataset/dataset.ts";
import type { ArrowColumn } from "./write-arrow.ts";
import { cutWindows, type LocatedTokens } from "./span-windows.ts";
import { encodeRow, nameSource, type RowOptions, type TokenizedRow } from "./tokenized-row.ts";

/** Columns of a task's targets. */
export const TARGET_COLUMNS: Readonly<Record<Dataset["task"], readonly ArrowColumn[]>> = {
  classification: [{ name: "label", type: "int32" }],
  regression: [{ name: "target", type: "float32" }],
  "multiple-choice": [{ name: "label", type: "int32" }],
  span: [
    { name: "start", type: "int32" },
    { name: "end", type: "int32" },
  ],
};

/** @throws KanjoError `text-malformed`, `question-too-long` with the row's place */
export function* encodeSplit(
  dataset: Dataset,
  split: Split,
  options: RowOptions,
): Generator<TokenizedRow> {
  switch (dataset.task) {
    case "classification":
      for (const { source, text, pair, label } of dataset.splits[split]) {
        const targets = [dataset.labels.indexOf(label)];
        yield nameSource(source, () => encodeRow(text, pair, targets, options));
      }
      return;
    case "regression":
      for (const { source, text, pair, target } of dataset.splits[split]) {
        yield nameSource(source, () => encodeRow(text, pair, [target], options));
      }
      return;
    case "multiple-choice":
      for (const { source, text, choices, answer } of dataset.splits[split]) {
        for (const choice of choices) {
          yield nameSource(source, () => encodeRow(text, choice, [answer], options));
        }
      }
      return;
    case "span":
      yield* encodeSpans(dataset, split, options);
  }
}

function* encodeSpans(
  { splits, stride }: SpanDataset,
  split: Split,
  options: RowOptions,
): Generator<TokenizedRow> {
  // Questions about the same context stand one after the other.
  let last: { readonly text: string; readonly tokens: LocatedTokens } | null = null;
  for (const [index, example] of splits[split].entries()) {
    const { source, context: text } = example;
    const context: LocatedTokens =
      last?.text === text
        ? last.tokens
        : nameSource(source, () => locateTokens(text, options.tokenizer));
    last = { text, tokens: context };
    yield* nameSource(source, () => {
      const question = locateTokens(example.text, options.tokenizer);
      return cutWindows(example, index, question, context, { ...options, stride });
    });
  }
}

function locateTokens(text: string, tokenizer: Tokenizer): LocatedTokens {
  const { ids, offsets } = tokenizer.encode(text);
  return {
    ids: ids.subarray(1, -1),
    offsets: offsets.slice(1, -1).map((offset) => offset ?? [0, 0]),
  };
}
