import { expect, test } from "vitest";

import { blobKey, channelKey, manifestKey } from "./keys.ts";

test("keys are those of the documented layout", () => {
  const digest = "0123456789abcdef".repeat(4);
  expect(blobKey(digest)).toBe(`blobs/sha256/${digest}`);
  expect(manifestKey("reviews", "v2")).toBe("models/reviews/v2/manifest.json");
  expect(channelKey("reviews", "production")).toBe("models/reviews/channels/production.json");
});
