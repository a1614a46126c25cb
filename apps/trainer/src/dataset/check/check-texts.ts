import { findRows, type Problem } from "./problem.ts";
import type { ViewedRow } from "./viewed-row.ts";

/** Texts that no tokenizer can make something of. */
export function checkTexts(rows: readonly ViewedRow[]): Problem[] {
  return [
    ...findRows(
      { severity: "error", check: "empty-text", message: "the text is empty" },
      rows.filter(({ texts }) => texts.some((text) => text.trim() === "")),
    ),
    ...findRows(
      { severity: "error", check: "lone-surrogate", message: "the text has a lone surrogate" },
      rows.filter(({ texts }) => texts.some((text) => !text.isWellFormed())),
    ),
  ];
}
