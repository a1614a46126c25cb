import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { KanjoError } from "@kanjo/shared/error";
import type { HubFiles } from "@kanjo/shared/tokenizer/hub";

import type { Reporter } from "../terminal/reporter.ts";
import { fetchHubFile } from "./fetch-hub-file.ts";
import { requireModelId, requireRevision } from "./model-id.ts";
import { type HubSettings, originOf } from "./settings.ts";

const NAMES = ["tokenizer_config.json", "vocab.txt", "tokenizer.json", "config.json"] as const;

/** The tokenizer's files in a folder as the Hub has it; those that are not there are left out. */
export function readModelFolder(folder: string): Promise<HubFiles> {
  return collect((name) => readIfThere(join(folder, name)));
}

/**
 * The tokenizer's files of a model on the Hub, or in the mirror folder in its place.
 * @param revision branch, tag or commit; a mirror has but one
 * @throws KanjoError `usage` for what is no id or revision, `model-unknown`, `hub-unreachable`, `hub-refused`
 */
export async function readHubModel(
  model: string,
  revision: string,
  settings: HubSettings,
  reporter: Reporter,
): Promise<HubFiles> {
  requireModelId(model, "--model");
  requireRevision(revision, "--revision");
  const { mirror } = settings;
  const files = await (mirror === null
    ? fetchModel(model, revision, settings, reporter)
    : readModelFolder(join(mirror, model)));
  if (Object.keys(files).length > 0) return files;
  throw new KanjoError(
    "model-unknown",
    `${mirror ?? originOf(settings)} has no files of a tokenizer for ${model}${mirror === null ? ` at ${revision}` : ""}`,
    { hint: `Looked for ${NAMES.join(", ")}. Is the id right?` },
  );
}

/** Says once when what is kept has to do. */
async function fetchModel(
  model: string,
  revision: string,
  settings: HubSettings,
  reporter: Reporter,
): Promise<HubFiles> {
  const failures: KanjoError[] = [];
  const files = await collect((name) =>
    fetchHubFile({ model, revision, name }, settings, (failure) => failures.push(failure)),
  );
  const [failure] = failures;
  if (failure !== undefined) reporter.line("hub", `${failure.message}; using what was kept`);
  return files;
}

async function collect(read: (name: string) => Promise<string | null>): Promise<HubFiles> {
  const found = await Promise.all(NAMES.map(async (name) => [name, await read(name)] as const));
  return Object.fromEntries(found.filter(([, text]) => text !== null));
}

async function readIfThere(file: string): Promise<string | null> {
  return readFile(file, "utf8").catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  });
}
