/** A table of Markdown, whose cells are escaped already. Columns after the first are numbers, or text. */
export function formatMarkdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  kind: "numbers" | "text" = "numbers",
): string {
  const rule = head.map((_, index) => (kind === "text" || index === 0 ? "---" : "---:"));
  return [head, rule, ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
