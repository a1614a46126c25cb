import type { ObjectStore } from "../object-store/object-store.ts";
import { type SurveyedChannel, type SurveyedManifest, surveyModels } from "./survey-models.ts";

export interface ListedVersion {
  readonly name: string;
  readonly version: string;
  readonly publishedAt: Date;
  /** Of all its files; null where they are not known. */
  readonly bytes: number | null;
  /** On its test split. */
  readonly accuracy: number | null;
  readonly macroF1: number | null;
  /** Channels that serve it. */
  readonly channels: readonly string[];
  /** Channels that would roll back to it. */
  readonly previousOf: readonly string[];
  readonly problem: string | null;
}

/** Every published version of a model, or of all models, the newest of each first. */
export async function listVersions(
  name: string | null,
  store: ObjectStore,
): Promise<readonly ListedVersion[]> {
  const { manifests, channels } = await surveyModels({ store, name });
  return manifests
    .filter(({ isForced }) => !isForced)
    .toSorted(compareVersions)
    .map((one) => describeVersion(one, channels));
}

/** By name; the newest of each first. */
export function compareVersions(a: SurveyedManifest, b: SurveyedManifest): number {
  const byTime = b.writtenAt.getTime() - a.writtenAt.getTime();
  return compareText(a.name, b.name) || byTime || compareText(b.version, a.version);
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function describeVersion(
  { name, version, writtenAt, manifest, files, problem }: SurveyedManifest,
  channels: readonly SurveyedChannel[],
): ListedVersion {
  const test = manifest?.metrics["test"];
  const listed = channels.filter((one) => one.name === name);
  const namesOf = (find: (one: SurveyedChannel) => string | null | undefined): string[] =>
    listed.filter((one) => find(one) === version).map(({ channel }) => channel);
  return {
    name,
    version,
    publishedAt: writtenAt,
    bytes: files?.reduce((sum, file) => sum + file.bytes, 0) ?? null,
    accuracy: test?.accuracy ?? null,
    macroF1: test?.macroF1 ?? null,
    channels: namesOf(({ stored }) => stored?.pointer.version),
    previousOf: namesOf(({ stored }) => stored?.previousVersion),
    problem,
  };
}
