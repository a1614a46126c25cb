import { expect, test } from "vitest";

import { parseSettings } from "./settings.ts";

const variables = { MODEL_NAME: "sentiment", CHANNEL: "production", POINTER_MAX_AGE_SECONDS: "30" };

test("variables become settings, seconds become milliseconds", () => {
  expect(parseSettings(variables)).toEqual({
    modelName: "sentiment",
    channel: "production",
    pointerMaxAgeMs: 30_000,
  });
});

test.each([
  ["MODEL_NAME", "../secrets"],
  ["MODEL_NAME", undefined],
  ["CHANNEL", ""],
  ["POINTER_MAX_AGE_SECONDS", "soon"],
  ["POINTER_MAX_AGE_SECONDS", "-1"],
])("%s = %j is refused by its name", (name, value) => {
  expect(() => parseSettings({ ...variables, [name]: value })).toThrow(name);
});
