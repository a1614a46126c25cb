import type { OpenedTokenizer } from "./opened-tokenizer.ts";

/** What becomes of a text; `tokens`, `ids` and `offsets` have one element a token. */
export interface TokenizedText {
  /** As the segmenter cuts them; null for a tokenizer without words. */
  readonly words: readonly string[] | null;
  readonly tokens: readonly string[];
  readonly ids: readonly number[];
  /** Places in the text in UTF-16 units; null for the special tokens that are added. */
  readonly offsets: readonly (readonly [start: number, end: number] | null)[];
}

/** @throws KanjoError `text-malformed` */
export function tokenizeText(
  text: string,
  { tokenizer, listWords }: OpenedTokenizer,
): TokenizedText {
  const { tokens, ids, offsets } = tokenizer.encode(text);
  return { words: listWords?.(text) ?? null, tokens, ids: [...ids], offsets };
}

const HEADINGS = ["id", "start", "end"];
const COLUMN_WIDTH = 7;

/** The words on a line, then a table with a line a token. */
export function formatTokens({ words, tokens, ids, offsets }: TokenizedText): string {
  const head = words === null ? [] : [`words  ${words.join(" ")}`, ""];
  const rows = tokens.map((token, index) => {
    const [start, end] = offsets[index] ?? ["-", "-"];
    return formatRow([ids[index] ?? 0, start, end], token);
  });
  return [...head, formatRow(HEADINGS, "token"), ...rows].join("\n");
}

/** The token comes last, because its width on a terminal is anybody's guess. */
function formatRow(cells: readonly (string | number)[], token: string): string {
  return `${cells.map((cell) => String(cell).padStart(COLUMN_WIDTH)).join("")}  ${token}`;
}
