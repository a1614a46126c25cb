import { expect, test } from "vitest";

import { chooseRequestId } from "./request-id.ts";

test.each<[string, Record<string, string>, string]>([
  [
    "the asker's",
    { "x-request-id": "order-4711.a", "cf-ray": "8f0a1b2c3d4e5f60-NRT" },
    "order-4711.a",
  ],
  ["Cloudflare's", { "cf-ray": "8f0a1b2c3d4e5f60-NRT" }, "8f0a1b2c3d4e5f60-NRT"],
  ["a new one", {}, "made-here"],
  ["a new one for one that is too short", { "x-request-id": "1234567" }, "made-here"],
  ["a new one for one that is too long", { "x-request-id": "a".repeat(65) }, "made-here"],
  ["a new one for a sentence", { "x-request-id": "it is a secret" }, "made-here"],
  ["a new one for what breaks lines", { "x-request-id": '12345678"}' }, "made-here"],
])("%s", (_, headers, id) => {
  expect(chooseRequestId(new Headers(headers), () => "made-here")).toBe(id);
});
