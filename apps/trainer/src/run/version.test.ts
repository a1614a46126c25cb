import { expect, test } from "vitest";

import { createVersion } from "./version.ts";

test("a version names the recipe and the time in UTC", () => {
  expect(createVersion("quickstart", new Date("2026-11-23T04:05:06.789Z"))).toBe(
    "quickstart-20261123-040506",
  );
});
