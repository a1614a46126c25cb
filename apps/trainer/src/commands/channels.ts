import { Command } from "commander";

import { withObjectStore } from "../object-store/open-object-store.ts";
import { listChannels } from "../release/list-channels.ts";
import type { SurveyedChannel } from "../release/survey-models.ts";
import { formatDate } from "../run/describe-runs.ts";
import { formatTable } from "../terminal/table.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { parseIdentifier } from "./parse-identifier.ts";

const EXAMPLES = `
Examples:
  $ pnpm --filter trainer channels
  $ pnpm --silent --filter trainer channels --name sentiment --json`;

export function createChannelsCommand(terminal: Terminal): Command {
  return new Command("channels")
    .description("show what each channel serves, and what it would roll back to")
    .option("--name <name>", "name of a model (default: all)", parseIdentifier)
    .option("--json", "print one JSON object on stdout")
    .addHelpText("after", EXAMPLES)
    .action(async ({ name, json }: ChannelsOptions) => {
      const channels = await withObjectStore((store) => listChannels(name ?? null, store));
      if (json === true) terminal.printJson({ channels: channels.map(toJson) });
      else if (channels.length > 0) terminal.print(describeChannels(channels));
      else terminal.reporter.line("channels", "none yet: pnpm --filter trainer promote <version>");
    });
}

interface ChannelsOptions {
  readonly name?: string;
  readonly json?: true;
}

function toJson({ name, channel, stored, problem }: SurveyedChannel) {
  return { name, channel, pointer: stored?.pointer ?? null, problem };
}

const HEADERS = ["model", "channel", "serves", "isolates", "before", "since (UTC)", ""];

function describeChannels(channels: readonly SurveyedChannel[]): string {
  return formatTable(HEADERS, channels.map(toCells));
}

function toCells({ name, channel, stored, problem }: SurveyedChannel): readonly string[] {
  if (stored === null) return [name, channel, "-", "-", "-", "-", problem ?? ""];
  const { pointer, previousVersion } = stored;
  const { version, percent, promotedAt, forced } = pointer;
  return [
    name,
    channel,
    version,
    `${percent} %`,
    previousVersion ?? "-",
    formatDate(promotedAt),
    forced ? "forced" : "",
  ];
}
