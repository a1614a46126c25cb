import { env } from "cloudflare:workers";

import { sha256 } from "@kanjo/shared/digest";
import type { Manifest } from "@kanjo/shared/manifest";
import { blobKey, channelKey, manifestKey } from "@kanjo/shared/manifest/keys";

import { fixtureManifest, readFixture, readFixtureText } from "./fixtures.ts";

export const POINTER_KEY = channelKey("sentiment", "production");

/** A release as it lies in object storage. */
export interface Release {
  readonly version: string;
  readonly manifestKey: string;
  readonly manifestText: string;
  readonly manifestSha256: string;
  /** Key to bytes; files of the same content share one. */
  readonly blobs: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
  readonly modelKey: string;
  readonly vocabularyKey: string;
  /** Path to key. */
  readonly fileKeys: Readonly<Record<string, string>>;
}

type Changes = Readonly<Record<string, unknown>> & { readonly version?: string };
type Contents = Readonly<Record<string, Uint8Array<ArrayBuffer>>>;

/** The fixture release, with other members of the manifest, and other files or more if wanted. */
export async function createRelease(
  changes: Changes = {},
  otherContents: Contents = {},
): Promise<Release> {
  const contents: Contents = {
    "model.ort": readFixture("model.ort"),
    "model.onnx": readFixture("model.onnx"),
    "vocab.txt": readFixture("vocab.txt"),
    ...otherContents,
  };
  const blobs = new Map<string, Uint8Array<ArrayBuffer>>();
  const files: Manifest["files"] = [];
  for (const [path, bytes] of Object.entries(contents)) {
    const digest = await sha256(bytes);
    files.push({ path, bytes: bytes.byteLength, sha256: digest });
    blobs.set(blobKey(digest), bytes);
  }
  const version = changes.version ?? fixtureManifest.version;
  const manifestText = JSON.stringify({ ...fixtureManifest, files, ...changes });
  return {
    version,
    manifestKey: manifestKey("sentiment", version),
    manifestText,
    manifestSha256: await digestText(manifestText),
    blobs,
    modelKey: keyOf(files, "model.ort"),
    vocabularyKey: keyOf(files, "vocab.txt"),
    fileKeys: Object.fromEntries(files.map((file) => [file.path, blobKey(file.sha256)])),
  };
}

/** Another release that gives every score to the other label and shares no vocabulary with the first. */
export function createSecondRelease(changes: Changes = {}): Promise<Release> {
  const labels = fixtureManifest.labels.toReversed();
  const vocabulary = encodeText(`${readFixtureText("vocab.txt")}☆\n`);
  return createRelease(
    { version: "fixture-2", labels, goldenTexts: swapScores(), ...changes },
    { "vocab.txt": vocabulary },
  );
}

/** The golden texts of a release that gives every score to the other label. */
function swapScores(): Manifest["goldenTexts"] {
  const [first = "", second = ""] = fixtureManifest.labels;
  return fixtureManifest.goldenTexts.map(({ scores, ...golden }) => ({
    ...golden,
    scores: { [first]: scores[second] ?? 0, [second]: scores[first] ?? 0 },
  }));
}

/** Blobs, then the manifest. */
export async function publish(release: Release): Promise<void> {
  for (const [key, bytes] of release.blobs) await env.MODELS.put(key, bytes);
  await env.MODELS.put(release.manifestKey, release.manifestText);
}

/** Moves the production channel's pointer, or the one at `key`. */
export async function promote(
  release: Pick<Release, "version" | "manifestSha256">,
  changes: Readonly<Record<string, unknown>> = {},
  key = POINTER_KEY,
): Promise<void> {
  const pointer = {
    schemaVersion: 2,
    name: "sentiment",
    channel: "production",
    version: release.version,
    manifestSha256: release.manifestSha256,
    forced: false,
    percent: 100,
    previous: null,
    promotedAt: "2026-11-23T00:00:00Z",
    ...changes,
  };
  await env.MODELS.put(key, JSON.stringify(pointer));
}

/** Flips the lowest bit of an object's middle byte. */
export async function flipByte(key: string): Promise<void> {
  const object = await env.MODELS.get(key);
  if (object === null) throw new Error(`no object ${key}`);
  const bytes = new Uint8Array(await object.arrayBuffer());
  const middle = bytes.byteLength >> 1;
  bytes[middle] = (bytes[middle] ?? 0) ^ 1;
  await env.MODELS.put(key, bytes);
}

export function encodeText(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(new TextEncoder().encode(text));
}

async function digestText(text: string): Promise<string> {
  return sha256(encodeText(text));
}

function keyOf(files: Manifest["files"], path: string): string {
  const file = files.find((candidate) => candidate.path === path);
  if (file === undefined) throw new Error(`no file ${path}`);
  return blobKey(file.sha256);
}
