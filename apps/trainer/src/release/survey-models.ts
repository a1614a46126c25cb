/** Every manifest and every pointer, as far as they can be read: what list, channels, verify and prune look at. */
import { sha256 } from "@kanjo/shared/digest";
import { KanjoError } from "@kanjo/shared/error";
import { ArtifactFile, type Manifest, parseManifest } from "@kanjo/shared/manifest";
import { Identifier } from "@kanjo/shared/manifest/identifier";
import { MODELS_PREFIX } from "@kanjo/shared/manifest/keys";
import * as z from "zod";

import type { ListedObject, ObjectStore } from "../object-store/object-store.ts";
import { parseJson } from "../parse-json.ts";
import { readPointer, type StoredPointer } from "./read-pointer.ts";
import { parseStoredKey, type StoredKey } from "./stored-key.ts";

export interface SurveyedManifest {
  readonly key: string;
  readonly name: string;
  readonly version: string;
  /** A forced promotion's; otherwise as it was published. */
  readonly isForced: boolean;
  /** Of its bytes. */
  readonly sha256: string;
  readonly writtenAt: Date;
  /** Null where this trainer does not know its schema, or where it is damaged. */
  readonly manifest: Manifest | null;
  /** Null where nobody can tell what it names. */
  readonly files: readonly ArtifactFile[] | null;
  /** Why it is not as it has to be. */
  readonly problem: string | null;
}

export interface SurveyedChannel {
  readonly key: string;
  readonly name: string;
  readonly channel: string;
  /** Null where it cannot be read. */
  readonly stored: StoredPointer | null;
  readonly problem: string | null;
}

export interface Survey {
  readonly manifests: readonly SurveyedManifest[];
  readonly channels: readonly SurveyedChannel[];
  /** Keys below `models/` that mean nothing to this trainer. */
  readonly unknown: readonly string[];
}

interface SurveyOptions {
  readonly store: ObjectStore;
  /** Null for all models. */
  readonly name: string | null;
  /** Called before each object. */
  readonly onStep?: () => Promise<void>;
}

/**
 * Pointers before manifests: what a pointer names was written before it, so it is found.
 * Objects that are removed meanwhile are left out.
 */
export async function surveyModels(options: SurveyOptions): Promise<Survey> {
  const channels: SurveyedChannel[] = [];
  const unknown: string[] = [];
  for await (const { key, what } of listModels(options)) {
    if (what.kind === "pointer") channels.push(...(await surveyChannel(key, what, options.store)));
    else if (what.kind !== "manifest" && what.kind !== "forced") unknown.push(key);
  }
  const manifests: SurveyedManifest[] = [];
  for await (const { what, ...object } of listModels(options)) {
    if (what.kind !== "manifest" && what.kind !== "forced") continue;
    manifests.push(...(await surveyManifest(object, what, options.store)));
  }
  return { manifests, channels, unknown };
}

async function* listModels({
  store,
  name,
  onStep,
}: SurveyOptions): AsyncGenerator<ListedObject & { readonly what: StoredKey }> {
  const prefix = name === null ? MODELS_PREFIX : `${MODELS_PREFIX}${name}/`;
  for await (const object of store.list(prefix)) {
    await onStep?.();
    yield { ...object, what: parseStoredKey(object.key) };
  }
}

async function surveyChannel(
  key: string,
  { name, channel }: Extract<StoredKey, { kind: "pointer" }>,
  store: ObjectStore,
): Promise<readonly SurveyedChannel[]> {
  try {
    const stored = await readPointer(name, channel, store);
    return stored === null ? [] : [{ key, name, channel, stored, problem: null }];
  } catch (error) {
    if (!(error instanceof KanjoError) || error.code !== "pointer-invalid") throw error;
    return [{ key, name, channel, stored: null, problem: error.message }];
  }
}

async function surveyManifest(
  { key, modifiedAt: writtenAt }: ListedObject,
  what: Extract<StoredKey, { kind: "manifest" | "forced" }>,
  store: ObjectStore,
): Promise<readonly SurveyedManifest[]> {
  const stored = await store.read(key);
  if (stored === null) return [];
  const { name, version } = what;
  const digest = await sha256(stored.bytes);
  const read = readText(new TextDecoder().decode(stored.bytes), key);
  const problem = read.problem ?? findContradiction(what, read.manifest, digest);
  const isForced = what.kind === "forced";
  return [{ key, name, version, isForced, sha256: digest, writtenAt, ...read, problem }];
}

type ReadManifest = Pick<SurveyedManifest, "manifest" | "files" | "problem">;

function readText(text: string, key: string): ReadManifest {
  try {
    const manifest = parseManifest(text);
    return { manifest, files: manifest.files, problem: null };
  } catch (error) {
    if (!(error instanceof KanjoError)) throw error;
    const first = FirstManifest.safeParse(parseJson(text));
    const files = first.success ? first.data.files : null;
    return { manifest: null, files, problem: `${key}: ${error.message}` };
  }
}

/** As much of a manifest as the first trainers wrote it as says what it needs. */
const FirstManifest = z.object({
  schemaVersion: z.literal(1),
  name: Identifier,
  version: Identifier,
  files: z.array(ArtifactFile),
});

function findContradiction(
  what: Extract<StoredKey, { kind: "manifest" | "forced" }>,
  manifest: Manifest | null,
  digest: string,
): string | null {
  if (manifest === null) return null;
  if (manifest.name !== what.name || manifest.version !== what.version) {
    return `it is of ${manifest.name} ${manifest.version}`;
  }
  if (what.kind === "manifest") {
    return manifest.forced === undefined ? null : "it was forced, and lies where published ones do";
  }
  if (digest !== what.sha256) return `its SHA-256 is ${digest}`;
  return manifest.forced === undefined ? "it does not say that it was forced" : null;
}
