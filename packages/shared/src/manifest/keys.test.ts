import { expect, test } from "vitest";

import { blobKey, channelKey, forcedManifestKey, manifestKey, servedManifestKey } from "./keys.ts";

test("keys are those of the documented layout", () => {
  const digest = "0123456789abcdef".repeat(4);
  expect(blobKey(digest)).toBe(`blobs/sha256/${digest}`);
  expect(manifestKey("reviews", "v2")).toBe("models/reviews/v2/manifest.json");
  expect(forcedManifestKey("reviews", "v2", digest)).toBe(
    `models/reviews/v2/forced-${digest}.json`,
  );
  expect(channelKey("reviews", "production")).toBe("models/reviews/channels/production.json");
});

test.each([
  [false, "models/reviews/v2/manifest.json"],
  [true, `models/reviews/v2/forced-${"0".repeat(64)}.json`],
])("a pointer whose promotion was forced (%s) leads to its manifest", (forced, key) => {
  const served = { version: "v2", manifestSha256: "0".repeat(64), forced };
  expect(servedManifestKey("reviews", served)).toBe(key);
});
