import { createHash, randomBytes } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { copyBlob } from "../src/model/read-object.ts";
import type { ModelStore } from "../src/model-store/model-store.ts";
import { FolderModelStore } from "./folder-model-store.ts";
import { S3ModelStore } from "./s3-model-store.ts";

const CONTENT = randomBytes(3 * 2 ** 20 + 5);
const sha256 = createHash("sha256").update(CONTENT).digest("hex");
const KEY = `blobs/sha256/${sha256}`;
const SETTINGS = { region: "auto", accessKeyId: "id", secretAccessKey: "very-secret" };

let folder: string;
let server: Server;
let endpoint: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kanjo-store-"));
  await mkdir(dirname(join(folder, KEY)), { recursive: true });
  await writeFile(join(folder, KEY), CONTENT);
  server = createServer((request, response) => {
    const isSigned = request.headers.authorization?.startsWith("AWS4-HMAC-SHA256 ") ?? false;
    const path = new URL(request.url ?? "", endpoint).pathname;
    const isThere = isSigned && path === `/models/${KEY}`;
    const code = path.startsWith("/models/") ? "NoSuchKey" : "NoSuchBucket";
    response.statusCode = isThere ? 200 : 404;
    response.end(isThere ? CONTENT : `<?xml version="1.0"?><Error><Code>${code}</Code></Error>`);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  endpoint = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
});
afterAll(async () => {
  server.close();
  server.closeAllConnections();
  await rm(folder, { recursive: true });
});

describe.each<[string, () => ModelStore]>([
  ["a folder", () => new FolderModelStore(folder)],
  ["an S3 store", () => new S3ModelStore({ ...SETTINGS, endpoint, bucket: "models" })],
])("%s", (_, open) => {
  test("gives an object's bytes and its length", async () => {
    const bytes = new Uint8Array(CONTENT.byteLength);
    const file = { bytes: bytes.byteLength, sha256 };
    await copyBlob(open(), file, (offset, piece) => bytes.set(piece, offset));
    expect(Buffer.from(bytes).equals(CONTENT)).toBe(true);
  });

  test("says the length before the bytes, and lets go of what is not read", async () => {
    const object = await open().read(KEY);
    expect(object?.bytes).toBe(CONTENT.byteLength);
    await object?.body.cancel();
  });

  test("has null for an object that is not there", async () => {
    expect(await open().read("blobs/sha256/00")).toBeNull();
  });
});

test("a bucket that is not there is an error, without the secret", async () => {
  const store = new S3ModelStore({ ...SETTINGS, endpoint, bucket: "others" });
  await expect(store.read("key")).rejects.toMatchObject({
    code: "store-unreadable",
    message: 'GET "key": 404, NoSuchBucket',
  });
});
