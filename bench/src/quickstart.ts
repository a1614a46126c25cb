/** `npm run quickstart` from a fresh clone with empty package caches, and once more. */
import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { KanjoError } from "@kanjo/shared/error";

import { describeMachine } from "./machine.ts";

const repository = fileURLToPath(new URL("../..", import.meta.url));
const KEPT_LINES = 30;

interface Finished {
  readonly seconds: number;
  /** End of what it printed. */
  readonly output: string;
}

/** Measures the committed state. @throws KanjoError `quickstart-failed` */
export async function benchQuickstart(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "kanjo-quickstart-"));
  try {
    const clone = join(folder, "clone");
    await run("git", ["clone", "--quiet", repository, clone], folder, process.env);
    const env = await emptyCaches(join(folder, "caches"));
    const first = await run("npm", ["run", "quickstart"], clone, env);
    const second = await run("npm", ["run", "quickstart"], clone, env);
    return describe(first, second);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The environment with every package manager's cache in a new folder, and no interpreter given. */
async function emptyCaches(folder: string): Promise<NodeJS.ProcessEnv> {
  await mkdir(folder);
  const { KANJO_PYTHON: _, ...env } = process.env;
  return {
    ...env,
    npm_config_cache: join(folder, "npm"),
    npm_config_store_dir: join(folder, "pnpm-store"),
    PIP_CACHE_DIR: join(folder, "pip"),
    XDG_CACHE_HOME: join(folder, "xdg"),
  };
}

function run(
  command: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    const keep = (chunk: Buffer): void => {
      output += chunk.toString();
      process.stderr.write(chunk);
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    child.once("error", reject);
    child.once("close", (code) => {
      const seconds = (performance.now() - started) / 1000;
      if (code === 0) resolve({ seconds, output });
      else reject(failure(command, code, output));
    });
  });
}

function failure(command: string, code: number | null, output: string): KanjoError {
  const end = output.trimEnd().split("\n").slice(-KEPT_LINES).join("\n");
  return new KanjoError("quickstart-failed", `${command} ended with ${code}:\n${end}`);
}

function describe(first: Finished, second: Finished): string {
  const training = /^train .*parameters.*$/m.exec(second.output)?.[0] ?? "";
  const test = /^evaluate +test .*$/m.exec(second.output)?.[0] ?? "";
  return `### Quickstart: \`pnpm bench quickstart\`

${describeMachine()}. A fresh clone, every package cache empty.

| run | seconds |
| --- | --- |
| first, with all set-up | ${first.seconds.toFixed(0)} |
| second | ${second.seconds.toFixed(0)} |

Of the second run:

\`\`\`
${training}
${test}
\`\`\``;
}
