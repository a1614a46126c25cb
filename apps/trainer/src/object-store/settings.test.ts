import { describe, expect, test } from "vitest";

import { readS3Settings } from "./settings.ts";

const COMPLETE = {
  S3_ENDPOINT: "https://account.r2.cloudflarestorage.com",
  S3_BUCKET: "models",
  S3_ACCESS_KEY_ID: "id",
  S3_SECRET_ACCESS_KEY: "very-secret",
};

test("nothing set means the embedded store", () => {
  expect(readS3Settings({ AWS_REGION: "eu-west-1" })).toBeNull();
});

test("the region is auto unless it is given", () => {
  expect(readS3Settings(COMPLETE)?.region).toBe("auto");
  expect(readS3Settings({ ...COMPLETE, AWS_REGION: "eu-west-1" })?.region).toBe("eu-west-1");
  expect(readS3Settings({ ...COMPLETE, AWS_REGION: "eu-west-1", S3_REGION: "x" })?.region).toBe(
    "x",
  );
});

test("AWS's own names of the credentials do, too", () => {
  const {
    S3_ACCESS_KEY_ID: AWS_ACCESS_KEY_ID,
    S3_SECRET_ACCESS_KEY: AWS_SECRET_ACCESS_KEY,
    ...rest
  } = COMPLETE;
  expect(readS3Settings({ ...rest, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY })).toMatchObject({
    accessKeyId: "id",
    secretAccessKey: "very-secret",
  });
});

describe("incomplete settings name what is missing and show no secret", () => {
  test.each(["S3_ENDPOINT", "S3_BUCKET", "S3_ACCESS_KEY_ID", "S3_SECRET_ACCESS_KEY"])(
    "%s",
    (name) => {
      const read = () => readS3Settings({ ...COMPLETE, [name]: "" });
      expect(read).toThrow(`${name} not set`);
      expect(read).not.toThrow("very-secret");
    },
  );

  test.each(["http://user:sekret@127.0.0.1:1", "https://r2.example?key=sekret", "sekret"])(
    "an endpoint that may hold a secret is refused without it: %s",
    (endpoint) => {
      const read = () => readS3Settings({ ...COMPLETE, S3_ENDPOINT: endpoint });
      expect(read).toThrow(/S3_ENDPOINT/);
      expect(read).not.toThrow(/sekret/);
    },
  );

  test("an endpoint that is no URL", () => {
    expect(() => readS3Settings({ ...COMPLETE, S3_ENDPOINT: "r2" })).toThrow(
      "S3_ENDPOINT is no address that begins with http:// or https://",
    );
  });
});
