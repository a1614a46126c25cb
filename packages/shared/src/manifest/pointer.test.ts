import { expect, test } from "vitest";

import { type ChannelPointer, parseChannelPointer } from "./pointer.ts";

const POINTER: ChannelPointer = {
  schemaVersion: 2,
  name: "reviews",
  channel: "production",
  version: "v2",
  manifestSha256: "0123456789abcdef".repeat(4),
  forced: false,
  percent: 100,
  previous: { version: "v1", manifestSha256: "fedcba9876543210".repeat(4), forced: true },
  promotedAt: "2026-11-23T12:00:00Z",
};

test.each([
  ["with a previous version", POINTER],
  ["without one", { ...POINTER, previous: null }],
])("a pointer %s comes back from its JSON as it was", (_name, pointer) => {
  expect(parseChannelPointer(JSON.stringify(pointer))).toEqual(pointer);
});

test.each<[string, object]>([
  ["schemaVersion", { schemaVersion: 1 }],
  ["name", { name: "a/b" }],
  ["channel", { channel: ".hidden" }],
  ["version", { version: undefined }],
  ["manifestSha256", { manifestSha256: "F".repeat(64) }],
  ["forced", { forced: undefined }],
  ["percent", { percent: 101 }],
  ["previous", { previous: undefined }],
  ["previous.version", { previous: { ...POINTER.previous, version: "" } }],
  ["promotedAt", { promotedAt: "2026-11-23" }],
  ["colour", { colour: "red" }],
])("a pointer is refused for its %s", (field, fields) => {
  expect(() => parseChannelPointer(JSON.stringify({ ...POINTER, ...fields }))).toThrow(
    expect.objectContaining({
      code: "pointer-invalid",
      message: expect.stringContaining(field),
    }),
  );
});

test.each(["", "{", "null", "[]"])("%j is no pointer", (text) => {
  expect(() => parseChannelPointer(text)).toThrow(
    expect.objectContaining({ code: "pointer-invalid" }),
  );
});
