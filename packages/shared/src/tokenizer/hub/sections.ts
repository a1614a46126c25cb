/** A stretch of a text: an added token, or what lies between two of them. */
export interface Section {
  readonly start: number;
  readonly end: number;
  readonly isAdded: boolean;
}

/** Cuts a text at its added tokens, of which the longest counts where several begin; no section is empty. */
export function cutAtAddedTokens(text: string, added: readonly string[]): Section[] {
  const sections: Section[] = [];
  let start = 0;
  for (const match of text.matchAll(compilePattern(added))) {
    const end = match.index + match[0].length;
    if (match.index > start) sections.push({ start, end: match.index, isAdded: false });
    sections.push({ start: match.index, end, isAdded: true });
    start = end;
  }
  if (start < text.length) sections.push({ start, end: text.length, isAdded: false });
  return sections;
}

/** Matches nothing when there are no tokens. */
function compilePattern(tokens: readonly string[]): RegExp {
  const longestFirst = tokens
    .filter((token) => token !== "")
    .toSorted((left, right) => right.length - left.length);
  return new RegExp(longestFirst.map(escape).join("|") || "(?!)", "g");
}

function escape(token: string): string {
  return token.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
}
