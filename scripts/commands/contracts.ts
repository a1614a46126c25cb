/**
 * Writes the Python side of the contracts between TypeScript and the engine:
 * zod schemas -> JSON Schema -> TypedDicts in `kanjo_engine/contract.py`. With
 * `--check` nothing is written, and a stale file is an error.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { contractJsonSchema } from "../../packages/shared/src/contract/json-schema.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const engineDir = join(root, "apps/trainer/python");
const committedPath = join(engineDir, "kanjo_engine/contract.py");

const DOCSTRING =
  '"""Jobs and events, generated from packages/shared/src/contract: `npm run contracts`."""';

const GENERATOR_OPTIONS = [
  ["--input-file-type", "jsonschema"],
  ["--output-model-type", "typing.TypedDict"],
  ["--target-python-version", "3.11"],
  ["--enum-field-as-literal", "all"],
  ["--custom-file-header", DOCSTRING],
  ["--use-standard-collections"],
  ["--use-union-operator"],
  ["--use-schema-description"],
  ["--keep-model-order"],
  ["--disable-timestamp"],
  ["--formatters", "builtin"],
].flat();

process.exitCode = main(process.argv.slice(2));

function main(args: readonly string[]): number {
  const generated = generate(pythonPath());
  if (!args.includes("--check")) {
    writeFileSync(committedPath, generated);
    return 0;
  }
  if (existsSync(committedPath) && readFileSync(committedPath, "utf8") === generated) return 0;
  process.stderr.write(
    "error: apps/trainer/python/kanjo_engine/contract.py does not match packages/shared/src/contract\n" +
      "  Run `npm run contracts` and commit the result.\n",
  );
  return 1;
}

function pythonPath(): string {
  const environment = process.env["KANJO_PYTHON"];
  if (environment) return environment;
  const folder = process.platform === "win32" ? "Scripts/python.exe" : "bin/python";
  return join(root, ".kanjo/python", folder);
}

function generate(python: string): string {
  const folder = mkdtempSync(join(tmpdir(), "kanjo-contracts-"));
  try {
    const schemaPath = join(folder, "contract.json");
    const modulePath = join(folder, "contract.py");
    writeFileSync(schemaPath, JSON.stringify(contractJsonSchema()));
    const files = ["--input", schemaPath, "--output", modulePath];
    runPython(python, ["-m", "datamodel_code_generator", ...files, ...GENERATOR_OPTIONS]);
    const config = ["--config", join(root, "ruff.toml")];
    runPython(python, ["-m", "ruff", "format", "--quiet", ...config, modulePath]);
    return readFileSync(modulePath, "utf8");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs a tool of the development requirements; its own message goes to stderr when it fails. */
function runPython(python: string, args: readonly string[]): void {
  execFileSync(python, args, { stdio: ["ignore", "ignore", "inherit"] });
}
