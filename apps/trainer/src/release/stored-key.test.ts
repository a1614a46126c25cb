import { blobKey, channelKey, forcedManifestKey, manifestKey } from "@kanjo/shared/manifest/keys";
import { expect, test } from "vitest";

import { parseStoredKey, type StoredKey } from "./stored-key.ts";

const DIGEST = "0123456789abcdef".repeat(4);

test.each<[string, StoredKey]>([
  [blobKey(DIGEST), { kind: "blob", sha256: DIGEST }],
  [manifestKey("sentiment", "v1.2"), { kind: "manifest", name: "sentiment", version: "v1.2" }],
  [manifestKey("channels", "v1"), { kind: "manifest", name: "channels", version: "v1" }],
  [
    forcedManifestKey("sentiment", "v1", DIGEST),
    { kind: "forced", name: "sentiment", version: "v1", sha256: DIGEST },
  ],
  [channelKey("sentiment", "canary"), { kind: "pointer", name: "sentiment", channel: "canary" }],
  [
    channelKey("sentiment", "manifest"),
    { kind: "pointer", name: "sentiment", channel: "manifest" },
  ],
  [
    channelKey("sentiment", `forced-${DIGEST.slice(8)}`),
    { kind: "pointer", name: "sentiment", channel: `forced-${DIGEST.slice(8)}` },
  ],
])("%s", (key, parsed) => {
  expect(parseStoredKey(key)).toEqual(parsed);
});

test.each([
  "blobs/sha256/abc",
  `blobs/sha256/${DIGEST}.partial`,
  "models/sentiment/manifest.json",
  "models/sentiment/v1/manifest.json.bak",
  "models/sentiment/v1/notes.json",
  "models/sentiment/v1/forced-abc.json",
  "models/.hidden/v1/manifest.json",
  "models/sentiment/v1/deeper/manifest.json",
  "claims/a.json",
])("%s is nothing that this trainer knows", (key) => {
  expect(parseStoredKey(key)).toEqual({ kind: "unknown" });
});
