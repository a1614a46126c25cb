import { expect, test } from "vitest";

import { readNodeSettings } from "./node-settings.ts";

const S3 = {
  S3_ENDPOINT: "https://account.r2.cloudflarestorage.com",
  S3_BUCKET: "models",
  S3_ACCESS_KEY_ID: "id",
  S3_SECRET_ACCESS_KEY: "very-secret",
};

test("a folder needs nothing else, and loopback is where it listens", () => {
  expect(readNodeSettings({ MODELS_DIR: "models" })).toEqual({
    models: { kind: "folder", folder: "models" },
    port: 8787,
    host: "127.0.0.1",
  });
});

test("a folder takes the place of a store, and an empty variable is none", () => {
  expect(readNodeSettings({ ...S3, MODELS_DIR: "models" }).models.kind).toBe("folder");
  expect(readNodeSettings({ ...S3, MODELS_DIR: "" }).models.kind).toBe("s3");
});

test("the store is the one that the trainer publishes to", () => {
  expect(readNodeSettings({ ...S3, PORT: "80", HOST: "::" })).toEqual({
    models: {
      kind: "s3",
      settings: {
        endpoint: "https://account.r2.cloudflarestorage.com",
        bucket: "models",
        region: "auto",
        accessKeyId: "id",
        secretAccessKey: "very-secret",
      },
    },
    port: 80,
    host: "::",
  });
});

test.each([
  [{}, /S3_ENDPOINT: .*S3_BUCKET: is missing; S3_ACCESS_KEY_ID: is missing; S3_SECRET/],
  [{ ...S3, S3_BUCKET: "" }, /^settings: S3_BUCKET: is missing$/],
  [{ ...S3, S3_ENDPOINT: "ftp://very-secret" }, /^settings: S3_ENDPOINT: expected an http/],
  [{ MODELS_DIR: "models", PORT: "65536" }, /^settings: PORT: /],
  [{ MODELS_DIR: "models", PORT: "eighty" }, /^settings: PORT: /],
])("what is wrong in %j is named, without a value", (variables, message) => {
  const read = () => readNodeSettings(variables);
  expect(read).toThrow(message);
  expect(read).not.toThrow("very-secret");
});
