/**
 * Of the answer to a question. Weak (RFC 9110, section 8.8.1), because answers that
 * were made twice differ in their timing, and in nothing else.
 */
export function createEntityTag(digest: string): string {
  return `W/"${digest.slice(0, 32)}"`;
}

/** Whether an `If-None-Match` names the tag, compared weakly (RFC 9110, section 13.1.2). */
export function isNamedIn(ifNoneMatch: string | null, tag: string): boolean {
  if (ifNoneMatch === null) return false;
  if (ifNoneMatch.trim() === "*") return true;
  const tags = ifNoneMatch.matchAll(/(?:W\/)?("[\x21\x23-\x7e\x80-\xff]*")/g);
  return [...tags].some(([, opaque]) => opaque === tag.replace(/^W\//, ""));
}
