/** The trainer's command line. Exit codes: 0 done, 1 failed, 2 wrong usage. */
import { KanjoError } from "@kanjo/shared/error";
import { Command, CommanderError } from "commander";

import { createAskCommand } from "./commands/ask.ts";
import { createPromoteCommand } from "./commands/promote.ts";
import { createPublishCommand } from "./commands/publish.ts";
import { createTrainCommand } from "./commands/train.ts";
import { loadDotEnv } from "./object-store/open-object-store.ts";
import { createReporter } from "./terminal/reporter.ts";
import type { Terminal } from "./terminal/terminal.ts";

const EXIT_FAILED = 1;
const EXIT_USAGE = 2;

// Ending through `exit` ends the servers that were started, too.
for (const [signal, number] of [
  ["SIGINT", 2],
  ["SIGTERM", 15],
] as const) {
  process.once(signal, () => process.exit(128 + number));
}
process.exitCode = await main(process.argv.slice(2));

async function main(args: string[]): Promise<number> {
  try {
    loadDotEnv();
    await createProgram(createTerminal()).parseAsync(args, { from: "user" });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_USAGE;
    if (!(error instanceof KanjoError)) throw error;
    const hint = error.hint === undefined ? "" : `  ${error.hint}\n`;
    process.stderr.write(`\nerror: ${error.message}\n${hint}`);
    return error.code === "usage" ? EXIT_USAGE : EXIT_FAILED;
  }
}

function createProgram(terminal: Terminal): Command {
  const program = new Command("trainer")
    .description("Kanjo's trainer: from labelled Japanese texts to a served sentiment model")
    .addCommand(createTrainCommand(terminal))
    .addCommand(createPublishCommand(terminal))
    .addCommand(createPromoteCommand(terminal))
    .addCommand(createAskCommand(terminal));
  for (const command of [program, ...program.commands]) command.exitOverride().showHelpAfterError();
  return program;
}

function createTerminal(): Terminal {
  return {
    reporter: createReporter(process.stderr, process.env),
    // pnpm and npm run scripts in the package's folder and keep the user's here.
    callerDir: process.env["INIT_CWD"] ?? process.cwd(),
    python: process.env["KANJO_PYTHON"] ?? "python3",
    print: (text) => process.stdout.write(`${text}\n`),
    printJson: (value) => process.stdout.write(`${JSON.stringify(value, null, 2)}\n`),
  };
}
