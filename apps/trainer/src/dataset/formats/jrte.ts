import { dataError } from "../data-error.ts";
import type { Row } from "../dataset.ts";
import { readRecord } from "./columns.ts";

const SENTIMENTS: Readonly<Record<string, string>> = {
  "1": "positive",
  "0": "neutral",
  "-1": "negative",
};
const FIELDS = 5;

/**
 * `pn.tsv` of the Japanese Realistic Textual Entailment Corpus (Hayashibe,
 * LREC 2020): no header; id, label (1, 0, -1), text, judges (JSON), split.
 */
export function readJrte(content: string, name: string): Row[] {
  return content.split("\n").flatMap((line, index) => {
    if (line.trim() === "") return [];
    const source = `${name}:${index + 1}`;
    const fields = line.split("\t");
    const [, sentiment = "", text = "", , split = ""] = fields;
    const label = SENTIMENTS[sentiment];
    if (fields.length !== FIELDS || label === undefined) {
      throw dataError(
        `${source}: ${fields.length} fields, label ${JSON.stringify(sentiment)}; expected ${FIELDS} fields (id, label, text, judges, split) and a label of 1, 0 or -1`,
      );
    }
    return [
      readRecord({ text, label, split }, { text: "text", label: "label", split: "split" }, source),
    ];
  });
}
