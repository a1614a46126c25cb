/** What `\w` and `\s` are to the Rust library. */
const WORD = String.raw`\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}`;
const WHITE_SPACE = String.raw`\p{White_Space}`;

/**
 * Pre-tokenizers that `@huggingface/tokenizers` 0.2.0 has otherwise than the Rust
 * library, put in words that mean the same to both. Its `Whitespace` has
 * JavaScript's `\w`, to which Japanese is no word; to its `WhitespaceSplit`
 * U+FEFF is white space and U+0085 is not; its `Metaspace` does not split before
 * each space.
 * Source: tokenizers/src/pre_tokenizers/{whitespace,metaspace}.rs.
 */
export function adaptPreTokenizer(component: unknown): unknown {
  if (typeof component !== "object" || component === null || !("type" in component)) {
    return component;
  }
  if (component.type === "Whitespace") return matchAll(`[${WORD}]+|[^${WORD}${WHITE_SPACE}]+`);
  if (component.type === "WhitespaceSplit") return matchAll(`[^${WHITE_SPACE}]+`);
  if (component.type === "Metaspace") return splitMetaspace(component);
  if (!("pretokenizers" in component) || !Array.isArray(component.pretokenizers)) return component;
  return { ...component, pretokenizers: component.pretokenizers.map(adaptPreTokenizer) };
}

/** Words are what the pattern matches. */
function matchAll(pattern: string): object {
  return { type: "Split", pattern: { Regex: pattern }, behavior: "Removed", invert: true };
}

function splitMetaspace(metaspace: object): object {
  if ("split" in metaspace && metaspace.split === false) return metaspace;
  const sign = "replacement" in metaspace ? String(metaspace.replacement) : "\u2581";
  const pretokenizers = [metaspace, matchAll(`${sign}[^${sign}]*|[^${sign}]+`)];
  return { type: "Sequence", pretokenizers };
}
