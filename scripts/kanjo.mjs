/**
 * The way in for `npm run <command>` and for every verb of the trainer. Plain
 * JavaScript without dependencies, because it runs on whatever Node the machine
 * has (20 or newer) before anything is installed: it sets up what the command
 * needs, then hands over to TypeScript on a Node that is new enough.
 */
import { spawn } from "node:child_process";
import { constants } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";

import { SetupError } from "./setup/error.mjs";
import { ensureNode } from "./setup/node.mjs";
import { ensurePackages } from "./setup/packages.mjs";
import { root } from "./setup/paths.mjs";
import { ensurePython } from "./setup/python.mjs";

/** Command to its script and to the Python requirements that it needs (null: none). */
const COMMANDS = {
  quickstart: { script: "scripts/commands/quickstart.ts", python: "requirements.txt" },
  test: { script: "scripts/commands/test.ts", python: "requirements-dev.txt" },
  check: { script: "scripts/commands/check.ts", python: "requirements-dev.txt" },
  format: { script: "scripts/commands/format.ts", python: "requirements-dev.txt" },
  contracts: { script: "scripts/commands/contracts.ts", python: "requirements-dev.txt" },
  page: { script: "scripts/commands/page.ts", python: null },
  dev: { script: "scripts/commands/dev.ts", python: null },
  bench: { script: "bench/src/main.ts", python: "requirements-dev.txt" },
  trainer: { script: "apps/trainer/src/main.ts", python: "requirements.txt" },
};

/** Verbs of the trainer that never start the engine. */
const VERBS_WITHOUT_PYTHON = new Set([
  "ask",
  "channels",
  "compare",
  "doctor",
  "evaluate",
  "help",
  "list",
  "predict",
  "promote",
  "prune",
  "publish",
  "report",
  "rollback",
  "runs",
  "show",
  "verify",
]);

/** Verbs that use Python with these options alone. */
const OPTIONS_THAT_NEED_PYTHON = { check: ["--tokenizer", "--recipe"] };

/** Verbs that look for a dictionary in Python, unless this option gives it. */
const OPTIONS_IN_PLACE_OF_PYTHON = { dictionary: "--path", tokenize: "--dictionary" };

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  process.stderr.write(`\nerror: ${error.message}\n${error.hint ? `  ${error.hint}\n` : ""}`);
  process.exitCode = error.exitCode;
}

async function main([name, ...args]) {
  const command = COMMANDS[name];
  if (command === undefined) {
    process.stderr.write(
      `error: no command ${JSON.stringify(name ?? "")}; expected one of ${Object.keys(COMMANDS).join(", ")}\n`,
    );
    return 2;
  }
  const { rest, python: interpreter } = takePythonOption(args);
  const node = await ensureNode();
  await ensurePackages(node);
  const needsPython = command.python !== null && !asksForNoEngine(name, rest);
  const python = needsPython ? await ensurePython(interpreter, command.python) : undefined;
  return run(node, [join(root, command.script), ...rest], {
    ...process.env,
    PATH: `${dirname(node)}${delimiter}${join(root, "node_modules/.bin")}${delimiter}${process.env.PATH ?? ""}`,
    ...pythonVariable(python ?? interpreter),
  });
}

/** One that is not set up is passed on as well: `doctor` looks at it. */
function pythonVariable(python) {
  return python === undefined ? {} : { KANJO_PYTHON: python };
}

/** Takes `--python PATH` or `--python=PATH` out of the arguments; KANJO_PYTHON is its other form. */
function takePythonOption(args) {
  const at = args.findIndex((arg) => arg === "--python" || arg.startsWith("--python="));
  if (at === -1) return { rest: args, python: locate(process.env.KANJO_PYTHON) };
  const separate = args[at] === "--python";
  const python = separate ? args[at + 1] : args[at].slice("--python=".length);
  if (!python) {
    throw new SetupError(
      "--python has no value",
      "Give the interpreter's path: --python /usr/bin/python3.11",
      { exitCode: 2 },
    );
  }
  return { rest: args.toSpliced(at, separate ? 2 : 1), python: locate(python) };
}

/** A path begins where the user is; a bare name is looked for on the PATH. */
function locate(python) {
  if (!python) return undefined;
  return /[/\\]/.test(python) ? resolve(process.env.INIT_CWD ?? process.cwd(), python) : python;
}

function asksForNoEngine(name, args) {
  if (args.includes("--help") || args.includes("-h")) return true;
  if (name !== "trainer") return false;
  if (args[0] === undefined || VERBS_WITHOUT_PYTHON.has(args[0])) return true;
  const needed = OPTIONS_THAT_NEED_PYTHON[args[0]];
  if (needed !== undefined) return !needed.some((option) => hasOption(args, option));
  return hasOption(args, "--dry-run") || hasOption(args, OPTIONS_IN_PLACE_OF_PYTHON[args[0]]);
}

function hasOption(args, option) {
  return args.some((arg) => arg === option || arg.startsWith(`${option}=`));
}

/** Runs the command in the foreground and gives its exit code; Ctrl-C reaches it through the terminal. */
function run(node, args, env) {
  return new Promise((done, reject) => {
    const child = spawn(node, args, { stdio: "inherit", env });
    const forward = (signal) => child.kill(signal);
    process.on("SIGINT", () => {});
    for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, forward);
    child.on("error", reject);
    child.on("exit", (code, signal) => done(code ?? 128 + constants.signals[signal]));
  });
}
