import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

import { KanjoError } from "@kanjo/shared/error";
import { Command } from "commander";

import type { Check } from "../doctor/check.ts";
import { describeChecks } from "../doctor/describe-checks.ts";
import { examine } from "../doctor/examine.ts";
import { root } from "../paths.ts";
import { loadRecipe } from "../recipe/load-recipe.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { createRunsOption } from "./runs-option.ts";

const EXAMPLES = `
Examples:
  $ pnpm --filter trainer run doctor
  $ pnpm --filter trainer run doctor --recipe wrime
  $ pnpm --silent --filter trainer run doctor --json

Exit code 1 says that something is missing without which a training would fail. With a
recipe it looks for what that recipe needs, too, and estimates how long it would take.
Nothing is downloaded, and no credential is printed.

(\`run\`, because \`pnpm doctor\` is a command of pnpm's own.)`;

interface DoctorOptions {
  readonly recipe?: string;
  readonly runs: string;
  readonly python?: string;
  readonly json?: true;
}

export function createDoctorCommand(terminal: Terminal): Command {
  return new Command("doctor")
    .description("look whether a training would run here, and what to mend")
    .option("--recipe <name|file>", "recipe that would be trained")
    .addOption(createRunsOption())
    .option("--python <interpreter>", "Python with the engine's requirements (also KANJO_PYTHON)")
    .option("--json", "print one JSON object on stdout")
    .addHelpText("after", EXAMPLES)
    .action((options: DoctorOptions) => diagnose(options, terminal));
}

async function diagnose(options: DoctorOptions, terminal: Terminal): Promise<void> {
  const { callerDir, reporter } = terminal;
  const recipe = options.recipe === undefined ? null : await loadRecipe(options.recipe, callerDir);
  reporter.progress("doctor", "looking around; PyTorch takes some seconds to start");
  const checks = await examine({
    recipe,
    python: options.python ?? choosePython(terminal),
    runsDir: resolve(callerDir, options.runs),
    env: process.env,
  });
  const missing = checks.filter(({ state }) => state === "missing");
  if (options.json === true) terminal.printJson({ healthy: missing.length === 0, checks });
  else terminal.print(describeChecks(checks));
  refuseMissing(missing);
}

/** Without a choice of the user's: what the set-up has made, if it has. */
function choosePython({ python }: Terminal): string {
  const own = join(root, ".kanjo/python/bin/python");
  return process.env["KANJO_PYTHON"] === undefined && existsSync(own) ? own : python;
}

function refuseMissing(missing: readonly Check[]): void {
  if (missing.length === 0) return;
  const names = missing.map(({ name }) => name).join(", ");
  throw new KanjoError("doctor-found-missing", `a training would fail: ${names} missing`, {
    hint: "What to do about each is listed above.",
  });
}
