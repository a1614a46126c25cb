/** What a command leaves behind that runs alone and undisturbed, to the last object. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";

import type { Command, CommandResult } from "./commands.ts";
import {
  findPointer,
  isPredicted,
  predictPromotion,
  predictPruned,
  predictRollBack,
} from "./reference-model.ts";
import type { Outcome } from "./simulation.ts";
import {
  digest,
  type PlainPointer,
  pointerKey,
  publishedKey,
  readPlainManifest,
  type StoredObjects,
} from "./stored-objects.ts";

/** Null where the outcome and what lies in the store are as they have to be. */
export type Expectation = (
  outcome: Outcome<CommandResult>,
  objects: StoredObjects,
) => string | null;

/** @param before what lies in the store before the command */
export async function expectAlone(
  command: Command,
  before: StoredObjects,
  now: number,
  foldersDir: string,
): Promise<Expectation> {
  switch (command.kind) {
    case "publish":
      return expectPublished(command, before, foldersDir);
    case "promote": {
      const old = findPointer(command.name, command.channel, before);
      return expectPointer(command, predictPromotion(command, old, before), before);
    }
    case "roll-back": {
      const old = findPointer(command.name, command.channel, before);
      return expectPointer(command, predictRollBack(command, old), before);
    }
    case "prune": {
      const kept = predictPruned(command, before, now);
      return (outcome, objects) => describe(outcome, "done") ?? compareKeys(objects, kept);
    }
    case "verify":
    case "read":
      return (outcome, objects) => {
        const isSound = outcome.kind === "done" && outcome.result.damages === 0;
        return isSound ? compareKeys(objects, new Set(before.keys())) : JSON.stringify(outcome);
      };
  }
}

async function expectPublished(
  { release }: Extract<Command, { kind: "publish" }>,
  before: StoredObjects,
  foldersDir: string,
): Promise<Expectation> {
  const bytes = await readFile(join(foldersDir, release.folder, "manifest.json"));
  const key = publishedKey(release.name, release.version);
  const stored = before.get(key);
  if (stored !== undefined && stored.sha256 !== digest(bytes)) {
    return (outcome, objects) =>
      describe(outcome, "version-exists") ?? compareKeys(objects, new Set(before.keys()));
  }
  const blobs = readPlainManifest(bytes).files.map(({ sha256 }) => `blobs/sha256/${sha256}`);
  const after = new Set([...before.keys(), key, ...blobs]);
  return (outcome, objects) => {
    if (objects.get(key)?.sha256 !== digest(bytes)) return "another manifest is published";
    return describe(outcome, "done") ?? compareKeys(objects, after);
  };
}

function expectPointer(
  { name, channel }: { readonly name: string; readonly channel: string },
  predicted: PlainPointer | string,
  before: StoredObjects,
): Expectation {
  if (typeof predicted === "string") {
    return (outcome, objects) =>
      describe(outcome, predicted) ?? compareKeys(objects, new Set(before.keys()));
  }
  const isMove = !isDeepStrictEqual(predicted, findPointer(name, channel, before));
  return (outcome, objects) => {
    const found = findPointer(name, channel, objects);
    if (found === null || !isPredicted(found, predicted, objects)) {
      return `the pointer is ${JSON.stringify(found)}, expected ${JSON.stringify(predicted)}`;
    }
    const moved = outcome.kind === "done" && outcome.result.moved;
    if (moved !== isMove) return `moved is ${moved}, expected ${isMove}`;
    const forced = [...objects.keys()].filter(
      (key) => key.includes("/forced-") && !before.has(key),
    );
    if (forced.length !== (isMove && wasForcedNow(predicted, before) ? 1 : 0)) {
      return `${forced.length} manifests of forced promotions were written`;
    }
    const after = new Set([...before.keys(), ...forced, pointerKey(name, channel)]);
    return describe(outcome, "done") ?? compareKeys(objects, after);
  };
}

/** A roll back and a change of the percentage pin a manifest that is there already. */
function wasForcedNow({ forced, manifestSha256 }: PlainPointer, before: StoredObjects): boolean {
  return forced && ![...before.values()].some(({ sha256 }) => sha256 === manifestSha256);
}

/** @param expected `done`, or the code that the command fails with */
function describe(outcome: Outcome<CommandResult>, expected: string): string | null {
  const found = outcome.kind === "failed" ? outcome.error.code : outcome.kind;
  const why = outcome.kind === "failed" ? `: ${outcome.error.message}` : "";
  return found === expected ? null : `it ends with ${found}${why}, expected ${expected}`;
}

/** Sweeps that were left behind are nobody's, and go when they are old enough. */
function compareKeys(objects: StoredObjects, expected: ReadonlySet<string>): string | null {
  const isCounted = (key: string): boolean => !key.startsWith("sweeps/");
  const missing = [...expected].filter((key) => isCounted(key) && !objects.has(key));
  const extra = [...objects.keys()].filter((key) => isCounted(key) && !expected.has(key));
  if (missing.length + extra.length === 0) return null;
  return `missing: ${missing.join(", ")}; not expected: ${extra.join(", ")}`;
}
