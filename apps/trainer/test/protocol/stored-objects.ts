/**
 * What lies in the store, as the simulation saw it come about, read in the plainest way
 * and without a line of the trainer's own: keys by hand, digests by node:crypto.
 */
import { createHash } from "node:crypto";

import * as z from "zod";

const Served = z.object({ version: z.string(), manifestSha256: z.string(), forced: z.boolean() });
const Pointer = z.object({
  name: z.string(),
  channel: z.string(),
  ...Served.shape,
  percent: z.number(),
  previous: Served.nullable(),
});
export type PlainServed = z.infer<typeof Served>;
export type PlainPointer = z.infer<typeof Pointer>;

const Figures = z.object({ accuracy: z.number(), macroF1: z.number() });
const Manifest = z.looseObject({
  name: z.string(),
  version: z.string(),
  files: z.array(z.object({ bytes: z.number(), sha256: z.string() })),
  metrics: z.object({ test: Figures.extend({ dataSha256: z.string() }) }),
  gates: z.object({ minAccuracy: z.number().nullable(), margin: z.number() }),
  forced: z.object({ failures: z.array(z.string()) }).optional(),
});
export type PlainManifest = z.infer<typeof Manifest>;

export const PlainClaim = z.object({
  name: z.string(),
  version: z.string(),
  blobs: z.array(z.string()),
});

export interface StoredBytes {
  readonly bytes: Uint8Array;
  readonly sha256: string;
  readonly writtenAt: number;
  /** In the order of writes. */
  readonly sequence: number;
}

export type StoredObjects = ReadonlyMap<string, StoredBytes>;

export function digest(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

export function readPlainPointer(bytes: Uint8Array): PlainPointer {
  return Pointer.parse(readJson(bytes));
}

const manifests = new Map<string, PlainManifest>();

export function readPlainManifest(bytes: Uint8Array): PlainManifest {
  const sha256 = digest(bytes);
  const manifest = manifests.get(sha256) ?? Manifest.parse(readJson(bytes));
  manifests.set(sha256, manifest);
  return manifest;
}

export function readJson(bytes: Uint8Array): unknown {
  return JSON.parse(new TextDecoder().decode(bytes));
}

export function isPointerKey(key: string): boolean {
  return /^models\/[^/]+\/channels\//.test(key);
}

export function isManifestKey(key: string): boolean {
  return key.startsWith("models/") && !isPointerKey(key);
}

export function publishedKey(name: string, version: string): string {
  return `models/${name}/${version}/manifest.json`;
}

export function pointerKey(name: string, channel: string): string {
  return `models/${name}/channels/${channel}.json`;
}

export function pinnedKey(name: string, { version, manifestSha256, forced }: PlainServed): string {
  return forced
    ? `models/${name}/${version}/forced-${manifestSha256}.json`
    : publishedKey(name, version);
}

/** What is not as it has to be at any instant: every manifest has its blobs, every pointer its manifests. */
export function findViolations(objects: StoredObjects): readonly string[] {
  const violations: string[] = [];
  for (const [key, { bytes }] of objects) {
    if (isManifestKey(key)) {
      for (const file of readPlainManifest(bytes).files) {
        const blob = objects.get(`blobs/sha256/${file.sha256}`);
        const isWhole = blob?.sha256 === file.sha256 && blob.bytes.length === file.bytes;
        if (!isWhole) violations.push(`${key} names blob ${file.sha256}, which is not there`);
      }
    }
    if (isPointerKey(key)) {
      const pointer = readPlainPointer(bytes);
      for (const served of [pointer, pointer.previous]) {
        if (served === null) continue;
        const pinned = pinnedKey(pointer.name, served);
        const isThere = objects.get(pinned)?.sha256 === served.manifestSha256;
        if (!isThere) violations.push(`${key} names ${pinned}, which is not there`);
      }
    }
  }
  return violations;
}
