/** The releases that a simulation plays with: small files, some of them shared. */
import { join } from "node:path";

import { makeMetrics, writeReleaseFolder } from "../release-folder.ts";

export interface ReleaseFacts {
  readonly name: string;
  readonly version: string;
  /** Of the folder. */
  readonly folder: string;
  readonly accuracy: number;
  /** Which texts it was tested on. */
  readonly data: string;
  readonly minAccuracy: number | null;
  /** Two of the same are one blob. */
  readonly model: string;
}

function describe(
  folder: string,
  accuracy: number,
  changes: Partial<ReleaseFacts> = {},
): ReleaseFacts {
  const name = folder.startsWith("t") ? "topic" : "sentiment";
  const facts = { name, version: folder, folder, accuracy, data: "a", minAccuracy: null };
  return { ...facts, model: folder, ...changes };
}

/** Gates that pass and fail, shared models, another test split, one version with two contents. */
export const RELEASES: readonly [ReleaseFacts, ...ReleaseFacts[]] = [
  describe("v1", 0.8),
  describe("v2", 0.85),
  describe("v2-other", 0.86, { version: "v2" }),
  describe("v3", 0.845, { model: "v1" }),
  describe("v4", 0.7),
  describe("v5", 0.9, { minAccuracy: 0.95 }),
  describe("v6", 0.5, { data: "b", model: "v2" }),
  describe("t1", 0.8, { model: "v1" }),
  describe("t2", 0.9),
];

/** Writes a folder for each of them. */
export async function writeReleaseFolders(dir: string): Promise<void> {
  for (const facts of RELEASES) await writeFolder(join(dir, facts.folder), facts);
}

function writeFolder(releaseDir: string, facts: ReleaseFacts): Promise<string> {
  const { name, version, accuracy, data, minAccuracy, model } = facts;
  const gates = { minAccuracy, minMacroF1: null, maxCalibrationError: null, margin: 0.01 };
  const metrics = { test: makeMetrics(accuracy, { data }) };
  return writeReleaseFolder(releaseDir, { name, version, metrics, gates }, { model });
}
