import { Command } from "commander";

import { withObjectStore } from "../object-store/open-object-store.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { parseIdentifier } from "./parse-identifier.ts";
import { promoteVersion } from "./publish-and-promote.ts";

const EXAMPLES = `
Examples:
  $ pnpm --filter trainer promote quickstart-20261123-194500
  $ pnpm --filter trainer promote quickstart-20261122-081500   # roll back`;

export function createPromoteCommand(terminal: Terminal): Command {
  return new Command("promote")
    .description("move a channel to a published version; an older one rolls back")
    .argument("<version>", "published version", parseIdentifier)
    .option("--name <name>", "name of the model", parseIdentifier, "sentiment")
    .option("--channel <channel>", "channel to move", parseIdentifier, "production")
    .option("--json", "print one JSON object on stdout")
    .addHelpText("after", EXAMPLES)
    .action(async (version: string, options: PromoteOptions) => {
      const { name, channel } = options;
      await withObjectStore((store) =>
        promoteVersion({ name, version, channel }, store, terminal.reporter),
      );
      if (options.json === true) terminal.printJson({ name, version, channel });
    });
}

interface PromoteOptions {
  readonly name: string;
  readonly channel: string;
  readonly json?: true;
}
