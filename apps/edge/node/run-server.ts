import { KanjoError } from "@kanjo/shared/error";

import { createApp } from "../src/app.ts";
import type { ModelStore } from "../src/model-store/model-store.ts";
import { parseSettings } from "../src/settings.ts";
import { FolderModelStore } from "./folder-model-store.ts";
import {
  type ModelPlace,
  readNodeSettings,
  type Variables,
  withoutEmpty,
} from "./node-settings.ts";
import { S3ModelStore } from "./s3-model-store.ts";
import { startServer } from "./start-server.ts";

/** Where signals arrive and lines go: `process`. */
export interface Shell {
  once(signal: "SIGINT" | "SIGTERM", end: () => void): unknown;
  readonly stderr: { write(text: string): unknown };
}

/** What the worker has in wrangler.toml. */
export const DEFAULTS = {
  MODEL_NAME: "sentiment",
  CHANNEL: "production",
  POINTER_MAX_AGE_SECONDS: "30",
};

/** Serves until it is told to end. @returns the exit code */
export async function runServer(variables: Variables, shell: Shell): Promise<number> {
  try {
    await serve(variables, shell);
    return 0;
  } catch (error) {
    if (!(error instanceof KanjoError)) throw error;
    shell.stderr.write(`error: ${error.message}\n`);
    if (error.hint !== undefined) shell.stderr.write(`  ${error.hint}\n`);
    return 1;
  }
}

async function serve(variables: Variables, shell: Shell): Promise<void> {
  const { models, port, host } = readNodeSettings(variables);
  const settings = parseSettings({ ...DEFAULTS, ...withoutEmpty(variables) });
  const app = createApp({ store: openStore(models), settings });
  const ended = new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) shell.once(signal, resolve);
  });
  const server = await startServer(app, port, host);
  shell.stderr.write(`serving on ${server.url}\n`);
  await ended;
  await server.stop();
}

function openStore(models: ModelPlace): ModelStore {
  return models.kind === "folder"
    ? new FolderModelStore(models.folder)
    : new S3ModelStore(models.settings);
}
