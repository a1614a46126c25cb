/** `pnpm check`: everything that has to hold before a change goes in. Stops at the first step that fails. */
import { join } from "node:path";

import { root, run } from "./run.ts";

const bin = (name: string): string => join(root, "node_modules/.bin", name);
const node = process.execPath;
const python = process.env["KANJO_PYTHON"] ?? "python3";
const engine = join(root, "apps/trainer/python");
const benchPython = join(root, "bench/python");

const STEPS: readonly (readonly [name: string, command: string, ...args: string[]])[] = [
  ["format", bin("oxfmt"), "--check", "."],
  ["lint", bin("oxlint"), "--type-aware", "--deny-warnings"],
  ["types", bin("turbo"), "run", "typecheck", "--output-logs=errors-only"],
  ["types of scripts", bin("tsc"), "-p", "."],
  ["dead code", bin("knip")],
  ["workspace", bin("sherif")],
  ["Python format", python, "-m", "ruff", "format", "--check", "."],
  ["Python lint", python, "-m", "ruff", "check", "."],
  ["Python types", bin("pyright"), "-p", engine, "--pythonpath", python],
  ["Python types of bench", bin("pyright"), "-p", benchPython, "--pythonpath", python],
  ["contracts", node, join(root, "scripts/commands/contracts.ts"), "--check"],
  ["page", node, join(root, "scripts/commands/page.ts"), "--check"],
  ["tests", node, join(root, "scripts/commands/test.ts")],
];

for (const [name, command, ...args] of STEPS) {
  process.stderr.write(`\n== ${name}\n`);
  const code = await run(command, args);
  if (code !== 0) {
    process.stderr.write(`\nerror: ${name} failed (${[command, ...args].join(" ")})\n`);
    process.exitCode = 1;
    break;
  }
}
