import { expect, test } from "vitest";

import {
  ADDED_SINCE_14,
  listAdditions,
  listKnownAdditions,
  listNormalized,
  NORMALIZED_SHA256,
} from "../../test/fixtures/normalization.ts";
import { sha256 } from "../sha-256.ts";

test("NFKC is that of Python, but for 99 code points that newer versions of Unicode have added", async () => {
  expect(await sha256(new TextEncoder().encode(listNormalized()))).toBe(NORMALIZED_SHA256);
  expect(listAdditions()).toHaveLength(99);
});

test("of those, this runtime knows the ones up to its own version", () => {
  const versions = [14, ...ADDED_SINCE_14.map(([, , version]) => version)];
  const possible = versions.map((version) => listAdditions(version).join());
  expect(possible).toContain(listKnownAdditions().join());
});
