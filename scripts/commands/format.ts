/** `pnpm format`: write every file as `pnpm check` wants it. */
import { join } from "node:path";

import { root, run } from "./run.ts";

const python = process.env["KANJO_PYTHON"] ?? "python3";
const folders = [join(root, "apps/trainer/python"), join(root, "packages/shared/test")];

const codes = [
  await run(join(root, "node_modules/.bin/oxfmt"), ["."]),
  await run(python, ["-m", "ruff", "format", ...folders]),
  await run(python, ["-m", "ruff", "check", "--fix", ...folders]),
];
process.exitCode = Math.max(...codes);
