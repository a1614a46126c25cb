/** Widths as terminals draw them: a full-width character takes two columns, a combining one none. */
import stringWidth from "string-width";

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** Columns of a terminal that a text takes. */
export function measureWidth(text: string): number {
  return stringWidth(text);
}

/** The longest beginning of a text that fits into so many columns; no character is cut in two. */
export function cutToWidth(text: string, columns: number): string {
  let width = 0;
  let end = 0;
  for (const { segment, index } of graphemes.segment(text)) {
    width += measureWidth(segment);
    if (width > columns) break;
    end = index + segment.length;
  }
  return text.slice(0, end);
}

/** The text with as many spaces behind it as it takes to fill the columns. */
export function padToWidth(text: string, columns: number): string {
  return text + fill(text, columns);
}

/** The text with as many spaces before it as it takes to fill the columns. */
export function alignRight(text: string, columns: number): string {
  return fill(text, columns) + text;
}

function fill(text: string, columns: number): string {
  return " ".repeat(Math.max(0, columns - measureWidth(text)));
}
