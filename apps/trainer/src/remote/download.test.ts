import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { type Behaviour, type FileServer, startFileServer } from "../../test/file-server.ts";
import { download } from "./download.ts";

const CONTENT = "とても良い宿でした。".repeat(100);
const LENGTH = Buffer.byteLength(CONTENT);

let folder: string;
let server: FileServer;
let pauses: number[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "kanjo-download-"));
  server = await startFileServer({ "data.tsv": CONTENT });
  pauses = [];
});
afterEach(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

function fetchFile(path = "data.tsv") {
  const request = { url: `${server.address}/${path}`, headers: {}, shown: path };
  return download(request, join(folder, "out"), {
    onProgress: () => server.breakOff(),
    pause: async (milliseconds) => pauses.push(milliseconds),
  });
}

describe("the whole file arrives, with its SHA-256", () => {
  test.each<[string, Behaviour[], string[]]>([
    ["at once", [], ["data.tsv"]],
    [
      "in parts, when the connection breaks",
      ["hold", "hold"],
      [
        "data.tsv",
        `data.tsv bytes=${LENGTH >> 1}-`,
        `data.tsv bytes=${(LENGTH >> 1) + ((LENGTH - (LENGTH >> 1)) >> 1)}-`,
      ],
    ],
    [
      "from its beginning, when the server has no parts",
      ["hold", "ignore-range"],
      ["data.tsv", `data.tsv bytes=${LENGTH >> 1}-`],
    ],
    ["after the server was overloaded", [503, 429, 500], Array(4).fill("data.tsv")],
  ])("%s", async (_, behaviours, requests) => {
    server.behave(...behaviours);
    expect(await fetchFile()).toEqual({
      bytes: LENGTH,
      sha256: createHash("sha256").update(CONTENT).digest("hex"),
    });
    expect(await readFile(join(folder, "out"), "utf8")).toBe(CONTENT);
    expect(server.requests).toEqual(requests);
  });

  test("of one version, when it changes meanwhile", async () => {
    server.behave("hold");
    const pause = async (): Promise<void> => {
      server.files.set("data.tsv", Buffer.from("another"));
    };
    const request = { url: `${server.address}/data.tsv`, headers: {}, shown: "data.tsv" };
    await download(request, join(folder, "out"), { onProgress: () => server.breakOff(), pause });
    expect(await readFile(join(folder, "out"), "utf8")).toBe("another");
  });
});

test("a server that stays broken is given up after four attempts, further and further apart", async () => {
  server.behave(503, 503, 503, 503);
  await expect(fetchFile()).rejects.toMatchObject({
    code: "remote-unreachable",
    message: "data.tsv cannot be downloaded: the server answered 503",
  });
  expect(server.requests).toHaveLength(4);
  expect(pauses).toEqual(pauses.toSorted((a, b) => a - b));
});

test("a server that is not there is named with the reason", async () => {
  await server.stop();
  await expect(fetchFile()).rejects.toMatchObject({
    code: "remote-unreachable",
    message: expect.stringContaining("ECONNREFUSED"),
  });
});

test.each([
  [404, /local copy/],
  [403, /HF_TOKEN/],
])("an answer of %i is not asked for again", async (status, hint) => {
  server.behave(status);
  await expect(fetchFile()).rejects.toMatchObject({
    code: "remote-refused",
    message: `data.tsv: the server answered ${status}`,
    hint: expect.stringMatching(hint),
  });
  expect(server.requests).toHaveLength(1);
});
