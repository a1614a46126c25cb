/**
 * What `str.strip` of Python takes for white space. JavaScript's `trim` leaves
 * U+001C to U+001F and U+0085 and takes U+FEFF.
 */
const PYTHON_WHITE_SPACE = new Set(
  "\t\n\v\f\r\x1c\x1d\x1e\x1f\x20\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000",
);

/** Tokens as a text: `" ".join(tokens).replace(" ##", "").strip()` of transformers' `convert_tokens_to_string`. */
export function joinTokens(tokens: readonly string[]): string {
  return strip(tokens.join(" ").replaceAll(" ##", ""));
}

function strip(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && PYTHON_WHITE_SPACE.has(text.charAt(start))) start += 1;
  while (end > start && PYTHON_WHITE_SPACE.has(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}
