import { Command } from "commander";

import { withObjectStore } from "../object-store/open-object-store.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { parseIdentifier } from "./parse-identifier.ts";
import { promoteVersion } from "./publish-and-promote.ts";
import { addPromotionOptions, createNameOption, type PromotionOptions } from "./release-options.ts";

const EXAMPLES = `
Examples:
  $ pnpm --filter trainer promote quickstart-20261123-194500
  $ pnpm --filter trainer promote wrime-20261124-081500 --channel canary --percent 5
  $ pnpm --filter trainer promote wrime-20261124-081500 --channel canary --percent 50
  $ pnpm --filter trainer promote wrime-20261124-081500 --force

A version has to be there whole and to pass the gates of its recipe: those that it has to
reach, and how far it may fall below the release that it replaces. \`rollback\` goes back
to that one without asking them.`;

export function createPromoteCommand(terminal: Terminal): Command {
  const command = new Command("promote")
    .description("move a channel to a published version that passes its gates")
    .argument("<version>", "published version", parseIdentifier)
    .addOption(createNameOption());
  return addPromotionOptions(command)
    .option("--json", "print one JSON object on stdout")
    .addHelpText("after", EXAMPLES)
    .action(async (version: string, options: PromoteOptions) => {
      const { name, channel, percent = null, force = false } = options;
      const promotion = { name, version, channel, percent, force };
      const { pointer, change, gates } = await withObjectStore((store) =>
        promoteVersion(promotion, store, terminal.reporter),
      );
      if (options.json === true) terminal.printJson({ ...pointer, change, gates });
    });
}

interface PromoteOptions extends PromotionOptions {
  readonly name: string;
  readonly json?: true;
}
