import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { type FileServer, startFileServer } from "../../test/file-server.ts";
import { fetchGithubFile, isKept } from "./fetch-github-file.ts";
import type { RemoteSettings } from "./settings.ts";

const FILE = { owner: "kanjo", repository: "reviews", revision: "main", path: "data/small.tsv" };
const PATH = "kanjo/reviews/main/data/small.tsv";

let folder: string;
let server: FileServer;
let said: string[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "kanjo-remote-"));
  server = await startFileServer({ [PATH]: "良い\n" });
  said = [];
});
afterEach(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

function settings(mirror: string | null = null): RemoteSettings {
  return { endpoint: server.address, mirror, cacheDir: join(folder, "cache") };
}

async function fetchText(mirror: string | null = null): Promise<string> {
  const reporter = {
    line: (stage: string, text: string) => said.push(`${stage}: ${text}`),
    progress: () => {},
  };
  const pause = async (): Promise<void> => {};
  const { path } = await fetchGithubFile(FILE, settings(mirror), { reporter, pause });
  return readFile(path, "utf8");
}

const digest = (text: string): string => createHash("sha256").update(text).digest("hex");

test("a file is downloaded once, and its size and SHA-256 are said and kept beside it", async () => {
  expect(await isKept(FILE, settings())).toBe(false);
  expect(await fetchText()).toBe("良い\n");
  expect(await fetchText()).toBe("良い\n");
  expect(await isKept(FILE, settings())).toBe(true);
  expect(server.requests).toEqual([PATH]);
  expect(said).toEqual([
    `download: ${server.address}/${PATH}: 0.0 kB, SHA-256 ${digest("良い\n")}`,
  ]);
  const place = join(folder, "cache/github/kanjo/reviews/main/data");
  expect(await readdir(place)).toEqual(["small.tsv", "small.tsv.record.json"]);
  expect(JSON.parse(await readFile(join(place, "small.tsv.record.json"), "utf8"))).toEqual({
    bytes: 7,
    sha256: digest("良い\n"),
    version: null,
  });
});

test("a kept file that was changed is downloaded again, and another one at its source is said", async () => {
  const { path } = await fetchGithubFile(FILE, settings(), {
    reporter: { line: () => {}, progress: () => {} },
  });
  await writeFile(path, "悪い\n");
  server.files.set(PATH, Buffer.from("普通\n"));
  expect(await fetchText()).toBe("普通\n");
  expect(said).toEqual([
    expect.stringMatching(/^download: .*changed or lost/),
    expect.stringContaining(digest("普通\n")),
    expect.stringMatching(new RegExp(`^warning: .*had been ${digest("良い\n")}$`)),
  ]);
});

test("a download that fails leaves nothing behind", async () => {
  server.behave(500, 500, 500, 500);
  await expect(fetchText()).rejects.toMatchObject({ code: "remote-unreachable" });
  expect(await readdir(join(folder, "cache/github/kanjo/reviews/main/data"))).toEqual([]);
});

test("a mirror is read in place of the network", async () => {
  const mirror = join(folder, "mirror");
  const file = join(mirror, "kanjo/reviews/data/small.tsv");
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, "鏡\n");
  expect(await fetchText(mirror)).toBe("鏡\n");
  expect(said).toEqual([expect.stringContaining(digest("鏡\n"))]);
  expect(await isKept(FILE, settings(mirror))).toBe(false);
  await rm(file);
  await expect(fetchText(mirror)).rejects.toMatchObject({
    code: "remote-missing",
    message: "KANJO_DATA_MIRROR has no kanjo/reviews/data/small.tsv",
  });
  expect(server.requests).toEqual([]);
});
