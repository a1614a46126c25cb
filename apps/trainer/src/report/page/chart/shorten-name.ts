import stringWidth from "string-width";

/** Cuts a label's name to so many columns, wide characters counting two; the tables have it whole. */
export function shortenName(name: string, columns: number): string {
  if (stringWidth(name) <= columns) return name;
  let cut = "";
  for (const character of name) {
    if (stringWidth(cut + character) > columns - 1) break;
    cut += character;
  }
  return `${cut}…`;
}
