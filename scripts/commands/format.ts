/** `pnpm format`: write every file as `pnpm check` wants it. */
import { join } from "node:path";

import { root, run } from "./run.ts";

const python = process.env["KANJO_PYTHON"] ?? "python3";

const codes = [
  await run(join(root, "node_modules/.bin/oxfmt"), ["."]),
  await run(python, ["-m", "ruff", "format", "."]),
  await run(python, ["-m", "ruff", "check", "--fix", "."]),
];
process.exitCode = Math.max(...codes);
