import { Command } from "commander";

import { withObjectStore } from "../object-store/open-object-store.ts";
import { readReferred } from "../release/locate-release.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { describeManifest } from "./describe-manifest.ts";
import { createNameOption, parseReference } from "./release-options.ts";

const EXAMPLES = `
Examples:
  $ pnpm --filter trainer run show @production
  $ pnpm --filter trainer run show quickstart-20261123-194500
  $ pnpm --silent --filter trainer run show @canary --json > manifest.json

(\`run\`, because \`pnpm show\` is a command of pnpm's own.)`;

export function createShowCommand(terminal: Terminal): Command {
  return new Command("show")
    .description("show a published version: figures, gates, comparison and files")
    .argument("<version>", "published version, or @channel for what it serves", parseReference)
    .addOption(createNameOption())
    .option("--json", "print the whole manifest on stdout")
    .addHelpText("after", EXAMPLES)
    .action(async (reference: string, { name, json }: ShowOptions) => {
      const stored = await withObjectStore((store) => readReferred(reference, name, store));
      if (json === true) terminal.printJson(stored.manifest);
      else terminal.print(describeManifest(stored));
    });
}

interface ShowOptions {
  readonly name: string;
  readonly json?: true;
}
