/** The trainer's command line. */
import { Command, CommanderError } from "commander";

import { createAskCommand } from "./commands/ask.ts";
import { createBenchmarkCommand } from "./commands/benchmark.ts";
import { createChannelsCommand } from "./commands/channels.ts";
import { createCheckCommand } from "./commands/check.ts";
import { createCompareCommand } from "./commands/compare.ts";
import { createDictionaryCommand } from "./commands/dictionary.ts";
import { createDoctorCommand } from "./commands/doctor.ts";
import { createDriftCommand } from "./commands/drift.ts";
import { createEvaluateCommand } from "./commands/evaluate.ts";
import { createListCommand } from "./commands/list.ts";
import { createPredictCommand } from "./commands/predict.ts";
import { createPromoteCommand } from "./commands/promote.ts";
import { createPruneCommand } from "./commands/prune.ts";
import { createPublishCommand } from "./commands/publish.ts";
import { createReportCommand } from "./commands/report.ts";
import { createRollbackCommand } from "./commands/rollback.ts";
import { createRunsCommand } from "./commands/runs.ts";
import { createSearchCommand } from "./commands/search.ts";
import { createShowCommand } from "./commands/show.ts";
import { createTokenizeCommand } from "./commands/tokenize.ts";
import { createTrainCommand } from "./commands/train.ts";
import { createVerifyCommand } from "./commands/verify.ts";
import { loadDotEnv } from "./environment.ts";
import { decodeLines } from "./terminal/decode-lines.ts";
import { endOnOutputError } from "./terminal/end-on-output-error.ts";
import { endOnSignals } from "./terminal/end-on-signals.ts";
import { EXIT_USAGE, reportFailure } from "./terminal/report-failure.ts";
import { createReporter } from "./terminal/reporter.ts";
import type { Terminal } from "./terminal/terminal.ts";

const EXIT_CODES = `
Exit codes: 0 done, 1 failed, 2 wrong usage, 128 + n ended by signal n.`;

endOnSignals();
endOnOutputError(process.stdout);
process.exitCode = await main(process.argv.slice(2));

async function main(args: string[]): Promise<number> {
  try {
    loadDotEnv();
    await createProgram(createTerminal()).parseAsync(args, { from: "user" });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_USAGE;
    return reportFailure(error);
  }
}

function createProgram(terminal: Terminal): Command {
  const program = new Command("trainer")
    .description("Kanjo's trainer: from labelled Japanese texts to a served sentiment model")
    .addCommand(createTrainCommand(terminal))
    .addCommand(createSearchCommand(terminal))
    .addCommand(createRunsCommand(terminal))
    .addCommand(createCheckCommand(terminal))
    .addCommand(createBenchmarkCommand(terminal))
    .addCommand(createEvaluateCommand(terminal))
    .addCommand(createReportCommand(terminal))
    .addCommand(createCompareCommand(terminal))
    .addCommand(createPredictCommand(terminal))
    .addCommand(createPublishCommand(terminal))
    .addCommand(createPromoteCommand(terminal))
    .addCommand(createRollbackCommand(terminal))
    .addCommand(createChannelsCommand(terminal))
    .addCommand(createListCommand(terminal))
    .addCommand(createShowCommand(terminal))
    .addCommand(createVerifyCommand(terminal))
    .addCommand(createPruneCommand(terminal))
    .addCommand(createAskCommand(terminal))
    .addCommand(createDriftCommand(terminal))
    .addCommand(createDictionaryCommand(terminal))
    .addCommand(createTokenizeCommand(terminal))
    .addCommand(createDoctorCommand(terminal));
  for (const command of listCommands(program)) {
    command
      .exitOverride()
      .showHelpAfterError("(--help lists the options)")
      .addHelpText("after", EXIT_CODES);
  }
  return program;
}

function listCommands(command: Command): Command[] {
  return [command, ...command.commands.flatMap(listCommands)];
}

function createTerminal(): Terminal {
  return {
    reporter: createReporter(process.stderr, process.env),
    // pnpm and npm run scripts in the package's folder and keep the user's here.
    callerDir: process.env["INIT_CWD"] ?? process.cwd(),
    python: process.env["KANJO_PYTHON"] ?? "python3",
    readLines: () => decodeLines(process.stdin),
    readBytes: () => process.stdin,
    print: (text) => process.stdout.write(`${text}\n`),
    printJson: (value) => process.stdout.write(`${JSON.stringify(value, null, 2)}\n`),
    write: (text) => new Promise((resolve) => process.stdout.write(text, () => resolve())),
  };
}
