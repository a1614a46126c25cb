import { Command, Option } from "commander";

import { withObjectStore } from "../object-store/open-object-store.ts";
import { systemClock } from "../release/clock.ts";
import { rollBack } from "../release/roll-back.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { parseIdentifier } from "./parse-identifier.ts";
import { createChannelOption, createNameOption } from "./release-options.ts";

const EXAMPLES = `
Examples:
  $ pnpm --filter trainer rollback
  $ pnpm --filter trainer rollback --channel canary
  $ pnpm --filter trainer rollback --from wrime-20261124-081500

Rolling back twice returns to where the channel was. With --from the same command may be
given again: nothing is done where the channel has left that version already.`;

export function createRollbackCommand(terminal: Terminal): Command {
  return new Command("rollback")
    .description("move a channel back to what it served before, without asking gates")
    .addOption(createNameOption())
    .addOption(createChannelOption("channel to move"))
    .addOption(
      new Option("--from <version>", "only away from this version").argParser(parseIdentifier),
    )
    .option("--json", "print one JSON object on stdout")
    .addHelpText("after", EXAMPLES)
    .action(async (options: RollbackOptions) => {
      const { name, channel, from = null } = options;
      const { pointer, moved } = await withObjectStore((store) =>
        rollBack({ name, channel, from }, { store, clock: systemClock }),
      );
      const left = pointer.previous?.version ?? "nothing";
      terminal.reporter.line(
        "rollback",
        `${name}/${channel} serves ${pointer.version}${moved ? "" : " already"} (left: ${left})`,
      );
      if (options.json === true) terminal.printJson({ ...pointer, moved });
    });
}

interface RollbackOptions {
  readonly name: string;
  readonly channel: string;
  readonly from?: string;
  readonly json?: true;
}
