import { Command } from "commander";

import { withObjectStore } from "../object-store/open-object-store.ts";
import { systemClock } from "../release/clock.ts";
import type { PlannedVersion, PrunePlan } from "../release/plan-prune.ts";
import { previewPrune, prune } from "../release/prune.ts";
import { formatDate } from "../run/describe-runs.ts";
import { formatBytes, formatNumberOf } from "../terminal/reporter.ts";
import { formatTable } from "../terminal/table.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { parseIdentifier } from "./parse-identifier.ts";
import { parseAge, parseCount } from "./release-options.ts";

const DEFAULT_KEEP = 5;
const DEFAULT_MIN_AGE_MS = 24 * 3_600_000;

const EXAMPLES = `
Examples:
  $ pnpm --filter trainer run prune
  $ pnpm --filter trainer run prune --yes
  $ pnpm --filter trainer run prune --name sentiment --keep 10 --min-age 7d --yes

Without --yes it only says what would go. What a channel serves, what it would roll back
to and what is being published at this moment stays in any case.
(\`run\`, because \`pnpm prune\` is a command of pnpm's own.)`;

export function createPruneCommand(terminal: Terminal): Command {
  return new Command("prune")
    .description("remove published versions and blobs that no channel needs")
    .option("--name <name>", "model whose versions may go (default: all)", parseIdentifier)
    .option("--keep <count>", "newest versions of each model that stay", parseCount, DEFAULT_KEEP)
    .option(
      "--min-age <age>",
      "what is younger stays, such as 90m, 24h, 7d or 0 (default: 24h)",
      parseAge,
    )
    .option("--yes", "remove; without it nothing is changed")
    .option("--json", "print one JSON object on stdout")
    .addHelpText("after", EXAMPLES)
    .action(async (options: PruneOptions) => {
      const plan = await run(options, terminal);
      if (options.json === true) terminal.printJson({ isDryRun: options.yes !== true, ...plan });
      else terminal.print(describePlan(plan));
      terminal.reporter.line("prune", summarize(plan, options.yes === true));
    });
}

interface PruneOptions {
  readonly name?: string;
  readonly keep: number;
  readonly minAge?: number;
  readonly yes?: true;
  readonly json?: true;
}

function run(options: PruneOptions, { reporter }: Terminal): Promise<PrunePlan> {
  const { name = null, keep, minAge: minAgeMs = DEFAULT_MIN_AGE_MS } = options;
  const rules = { name, keep, minAgeMs };
  const onProgress = (done: number, total: number): void =>
    reporter.progress("prune", `${done} of ${formatNumberOf(total, "object")} removed`);
  return withObjectStore((store) =>
    options.yes === true
      ? prune(rules, { store, clock: systemClock, onProgress })
      : previewPrune(rules, { store, clock: systemClock }),
  );
}

function describePlan({ removed, kept }: PrunePlan): string {
  const toCells = ({ name, version, publishedAt, reasons }: PlannedVersion): string[] => [
    name,
    version,
    formatDate(publishedAt.toISOString()),
    reasons.length === 0 ? "goes" : `stays: ${reasons.join(", ")}`,
  ];
  return formatTable(
    ["model", "version", "published (UTC)", ""],
    [...kept, ...removed].map(toCells),
  );
}

function summarize({ manifests, blobs, bytes }: PrunePlan, isDone: boolean): string {
  const what = `${formatNumberOf(manifests.length, "manifest")} and ${formatNumberOf(blobs.length, "blob")} (${formatBytes(bytes)})`;
  if (isDone) return `${what} removed`;
  return `${what} would be removed; nothing was changed: --yes removes them`;
}
