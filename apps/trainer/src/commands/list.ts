import { Command } from "commander";

import { withObjectStore } from "../object-store/open-object-store.ts";
import { type ListedVersion, listVersions } from "../release/list-versions.ts";
import { formatDate } from "../run/describe-runs.ts";
import { formatBytes, formatPercent } from "../terminal/reporter.ts";
import { formatTable } from "../terminal/table.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { parseIdentifier } from "./parse-identifier.ts";

const EXAMPLES = `
Examples:
  $ pnpm --filter trainer run list
  $ pnpm --silent --filter trainer run list --name sentiment --json

(\`run\`, because \`pnpm list\` is a command of pnpm's own.)`;

export function createListCommand(terminal: Terminal): Command {
  return new Command("list")
    .description("list the published versions, the newest first")
    .option("--name <name>", "name of a model (default: all)", parseIdentifier)
    .option("--json", "print one JSON object on stdout")
    .addHelpText("after", EXAMPLES)
    .action(async ({ name, json }: ListOptions) => {
      const versions = await withObjectStore((store) => listVersions(name ?? null, store));
      if (json === true) terminal.printJson({ versions });
      else if (versions.length > 0) terminal.print(describeVersions(versions));
      else terminal.reporter.line("list", "none yet: pnpm --filter trainer train");
    });
}

interface ListOptions {
  readonly name?: string;
  readonly json?: true;
}

const HEADERS = ["model", "version", "published (UTC)", "accuracy", "macro-F1", "size", "channels"];

function describeVersions(versions: readonly ListedVersion[]): string {
  return formatTable(HEADERS, versions.map(toCells));
}

function toCells(listed: ListedVersion): readonly string[] {
  const { name, version, publishedAt, accuracy, macroF1, bytes, problem } = listed;
  return [
    name,
    version,
    formatDate(publishedAt.toISOString()),
    accuracy === null ? "-" : formatPercent(accuracy),
    macroF1 === null ? "-" : macroF1.toFixed(3),
    bytes === null ? "-" : formatBytes(bytes),
    [describeChannels(listed), problem].filter(Boolean).join("; "),
  ];
}

/** `production, canary; before: staging` */
function describeChannels({ channels, previousOf }: ListedVersion): string {
  const before = previousOf.length === 0 ? "" : `before: ${previousOf.join(", ")}`;
  return [channels.join(", "), before].filter(Boolean).join("; ");
}
