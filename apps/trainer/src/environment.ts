/** What the environment and `.env` say, for the trainer and for `pnpm dev` alike. */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

import { root } from "./paths.ts";

/** Reads `.env` at the repository's root; what the environment has already wins. */
export function loadDotEnv(): void {
  const file = join(root, ".env");
  if (existsSync(file)) process.loadEnvFile(file);
}

/** State folder of the embedded store; KANJO_STATE_DIR keeps experiments and tests apart. */
export function stateDir(): string {
  return resolve(root, process.env["KANJO_STATE_DIR"] || ".wrangler/state");
}
