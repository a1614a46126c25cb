import { resolve } from "node:path";

import { Command } from "commander";

import { withObjectStore } from "../object-store/open-object-store.ts";
import { findReleaseFolder } from "../release/locate-release.ts";
import type { Promoted } from "../release/promote.ts";
import type { Published } from "../release/publish.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { publishAndPromote, publishRelease } from "./publish-and-promote.ts";
import { addPromotionOptions, type PromotionOptions } from "./release-options.ts";

const EXAMPLES = `
Examples:
  $ pnpm --filter trainer run publish runs/quickstart-20261123-194500
  $ pnpm --filter trainer run publish runs/wrime-20261124-081500 --channel canary --percent 5
  $ pnpm --filter trainer run publish release --no-promote

Interrupted anywhere, the same command goes on where it was. A release that does not pass
its gates stays published and is not promoted: exit code 1.
(\`run\`, because \`pnpm publish\` is a command of pnpm's own.)`;

export function createPublishCommand(terminal: Terminal): Command {
  const command = new Command("publish")
    .description("upload a release and move the channel to it")
    .argument("<release>", "folder of a release or a run, as train leaves it");
  return addPromotionOptions(command)
    .option("--no-promote", "upload only")
    .option("--json", "print one JSON object on stdout")
    .addHelpText("after", EXAMPLES)
    .action(async (release: string, options: PublishOptions) => {
      const result = await publish(release, options, terminal);
      if (options.json === true) terminal.printJson(result);
    });
}

interface PublishOptions extends PromotionOptions {
  readonly promote: boolean;
  readonly json?: true;
}

async function publish(release: string, options: PublishOptions, terminal: Terminal) {
  const path = resolve(terminal.callerDir, release);
  const releaseDir = (await findReleaseFolder(path)) ?? path;
  const { reporter } = terminal;
  const { channel, percent = null, force = false } = options;
  return withObjectStore(async (store) => {
    if (!options.promote) return describe(await publishRelease(releaseDir, store, reporter), null);
    const promotion = { channel, percent, force };
    const { published, promoted } = await publishAndPromote(releaseDir, promotion, store, reporter);
    return describe(published, promoted);
  });
}

function describe(published: Published, promoted: Promoted | null) {
  return { ...published, promoted: promoted !== null, pointer: promoted?.pointer ?? null };
}
