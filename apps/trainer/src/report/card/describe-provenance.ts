import type { CardDraft } from "./card-draft.ts";
import { escapeMarkdown, quoteCode } from "./escape-markdown.ts";
import { formatMarkdownTable } from "./markdown-table.ts";

/** Digests of what it was made from. The release's own files are listed in the manifest. */
export function describeProvenance({ createdAt, metrics, provenance }: CardDraft): string {
  const { dataSha256, gitCommit, libraries } = provenance;
  const rows = [
    ["made", quoteCode(createdAt)],
    ["all texts and labels, SHA-256", quoteCode(dataSha256)],
    ...Object.entries(metrics).map(([split, one]) => [
      `${escapeMarkdown(split)} texts, SHA-256`,
      quoteCode(one.dataSha256),
    ]),
    ...(gitCommit === null ? [] : [["trainer's commit", quoteCode(gitCommit)]]),
    ...Object.entries(libraries).map(([name, version]) => [
      escapeMarkdown(name),
      quoteCode(version),
    ]),
  ];
  return `## Provenance

${formatMarkdownTable(["what", "value"], rows, "text")}

\`manifest.json\` lists every file of the release with its size and digest; the worker refuses bytes that do not match.
`;
}
