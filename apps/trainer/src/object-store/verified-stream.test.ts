import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { openVerifiedStream } from "./verified-stream.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kanjo-stream-"));
});
afterAll(() => rm(folder, { recursive: true }));

function digest(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

test.each([0, 1, (1 << 20) + 1, 3 << 20])("%i bytes come as they are", async (length) => {
  const bytes = Buffer.alloc(length, "感情");
  const path = join(folder, String(length));
  await writeFile(path, bytes);
  const stream = openVerifiedStream({ path, bytes: length, sha256: digest(bytes) });
  expect((await buffer(stream)).equals(bytes)).toBe(true);
});

describe("the stream fails at its end when the file", () => {
  test.each([
    ["is shorter", "abc"],
    ["is longer", "abcde"],
    ["has other bytes", "abcx"],
  ])("%s", async (_how, content) => {
    const path = join(folder, "changed");
    await writeFile(path, content);
    const stream = openVerifiedStream({ path, bytes: 4, sha256: digest(Buffer.from("abcd")) });
    await expect(buffer(stream)).rejects.toMatchObject({
      code: "release-invalid",
      message: expect.stringContaining(path),
    });
  });

  test("is not there", async () => {
    const path = join(folder, "missing");
    const stream = openVerifiedStream({ path, bytes: 1, sha256: digest(Buffer.alloc(1)) });
    await expect(buffer(stream)).rejects.toThrow("ENOENT");
  });
});
