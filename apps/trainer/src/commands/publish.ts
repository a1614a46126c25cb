import { resolve } from "node:path";

import { Command } from "commander";

import { withObjectStore } from "../object-store/open-object-store.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { parseIdentifier } from "./parse-identifier.ts";
import { publishAndPromote, publishRelease } from "./publish-and-promote.ts";

const EXAMPLES = `
Examples:
  $ pnpm --filter trainer run publish runs/quickstart-20261123-194500/release
  $ pnpm --filter trainer run publish release --no-promote

(\`run\`, because \`pnpm publish\` is a command of pnpm's own.)`;

export function createPublishCommand(terminal: Terminal): Command {
  return new Command("publish")
    .description("upload a release folder and move the channel to it")
    .argument("<release>", "folder with manifest.json, as train leaves it")
    .option("--channel <channel>", "channel to promote to", parseIdentifier, "production")
    .option("--no-promote", "upload only")
    .option("--json", "print one JSON object on stdout")
    .addHelpText("after", EXAMPLES)
    .action(async (release: string, options: PublishOptions) => {
      const releaseDir = resolve(terminal.callerDir, release);
      const { reporter } = terminal;
      const published = await withObjectStore((store) =>
        options.promote
          ? publishAndPromote(releaseDir, options.channel, store, reporter)
          : publishRelease(releaseDir, store, reporter),
      );
      if (options.json === true) terminal.printJson({ ...published, promoted: options.promote });
    });
}

interface PublishOptions {
  readonly channel: string;
  readonly promote: boolean;
  readonly json?: true;
}
