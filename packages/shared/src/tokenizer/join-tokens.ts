import { isPythonWhiteSpace } from "./python-white-space.ts";

/** Tokens as a text: `" ".join(tokens).replace(" ##", "").strip()` of transformers' `convert_tokens_to_string`. */
export function joinTokens(tokens: readonly string[]): string {
  return strip(tokens.join(" ").replaceAll(" ##", ""));
}

/** `str.strip` of Python. */
function strip(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isPythonWhiteSpace(text.charCodeAt(start))) start += 1;
  while (end > start && isPythonWhiteSpace(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(start, end);
}
