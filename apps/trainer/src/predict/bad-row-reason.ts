/** Why a row gets no label, and how that is said. No message holds anything of the row. */
export const BAD_ROW_REASONS = {
  "utf8-invalid": "not UTF-8",
  "row-too-long": "longer than 1 MiB",
  "quotes-malformed": "a quote is not where one may be",
  "quote-unclosed": "a quote is never closed",
  "fields-missing": "fewer fields than the header",
  "fields-extra": "more fields than the header",
  "json-invalid": "not JSON",
  "json-not-object": "not a JSON object",
  "column-taken": "has a member that the answer would overwrite",
  "text-missing": "has no text",
  "text-not-string": "the text is neither a string nor a number",
  "text-empty": "the text is empty",
  "text-malformed": "the text has half of a surrogate pair",
} as const;

export type BadRowReason = keyof typeof BAD_ROW_REASONS;

/** What is wrong with a text that no model could be asked about; null when nothing is. */
export function checkText(text: string): BadRowReason | null {
  if (text.trim() === "") return "text-empty";
  return text.isWellFormed() ? null : "text-malformed";
}
