import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { type FileServer, startFileServer } from "../../../../test/file-server.ts";
import { recordLoad } from "../../../../test/load-options.ts";
import { makeWrimeFile, WRIME_HEADER, type WrimePost } from "../../../../test/wrime-file.ts";
import { SPLITS } from "../../dataset.ts";
import { loadWrime } from "./load-wrime.ts";
import { WRIME_POSTS } from "./require-known-counts.ts";

const POSTS: WrimePost[] = [
  { text: "宿が最高だった", user: "1", split: "train", writer: 2, readers: 1 },
  { text: '"駅から近い、""徒歩2分"""', user: "1", split: "train", writer: -1, readers: 0 },
  { text: '彼は"無理"と言った', user: "2", split: "dev", writer: 1, readers: -2 },
  { text: "もう行かない", user: "3", split: "test", writer: -2, readers: -1 },
];

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "kanjo-wrime-"));
});
afterEach(() => rm(folder, { recursive: true }));

const BOOK = { format: "wrime", judges: "readers", classes: "binary" } as const;

async function load(content: string, changes: object = {}, options = recordLoad()) {
  const files = join(folder, "small.tsv");
  await writeFile(files, content);
  return loadWrime({ ...BOOK, files, ...changes }, options);
}

describe("judges and classes decide the labels", () => {
  const positive = "positive";
  const negative = "negative";
  const neutral = "neutral";
  const levels = ["-2", "-1", "0", "1", "2"];
  test.each([
    { judges: "readers", classes: "binary", labels: [positive, negative] },
    { judges: "writer", classes: "binary", labels: [positive, negative] },
    { judges: "readers", classes: "three", labels: [positive, neutral, negative] },
    { judges: "writer", classes: "three", labels: [positive, neutral, negative] },
    { judges: "readers", classes: "levels", labels: levels },
    { judges: "writer", classes: "levels", labels: levels },
  ])("$judges, $classes", async ({ judges, classes, labels }) => {
    const dataset = await load(makeWrimeFile(POSTS), { judges, classes });
    expect(dataset.labels).toEqual(labels);
    const found = SPLITS.map((split) => dataset.splits[split].map((row) => row.label));
    expect(found).toEqual(EXPECTED[`${judges}, ${classes}`]);
  });

  /** Of the train, validation and test rows. */
  const EXPECTED: Record<string, string[][]> = {
    "readers, binary": [[positive], [negative], [negative]],
    "writer, binary": [[positive, negative], [positive], [negative]],
    "readers, three": [[positive, neutral], [negative], [negative]],
    "writer, three": [[positive, negative], [positive], [negative]],
    "readers, levels": [["1", "0"], ["-2"], ["-1"]],
    "writer, levels": [["2", "-1"], ["1"], ["-2"]],
  };
});

test("a post keeps its text, its writer and its line", async () => {
  const { splits } = await load(makeWrimeFile(POSTS), { classes: "three" });
  expect(splits.train).toMatchObject([
    { text: "宿が最高だった", group: "1", source: "small.tsv:2" },
    { text: '駅から近い、"徒歩2分"', group: "1", source: "small.tsv:3" },
  ]);
  expect(splits.validation).toMatchObject([{ text: '彼は"無理"と言った', group: "2" }]);
});

test("older files, which misspell Sadness, are read, too", async () => {
  const header = WRIME_HEADER.replace("Reader2_Sadness", "Reader2_Saddness").replace(
    "Reader3_Sadness",
    "Reader3_Saddness",
  );
  expect(await load(makeWrimeFile(POSTS, header))).toEqual(await load(makeWrimeFile(POSTS)));
});

test("an excerpt is said to be one", async () => {
  const options = recordLoad();
  await load(makeWrimeFile(POSTS), {}, options);
  expect(options.said).toEqual(["warning: small.tsv has 4 of WRIME's 35,000 posts"]);
});

describe("what is not WRIME version 2 is refused with its place", () => {
  const post: WrimePost = { text: "良い", user: "1", split: "train", writer: 1, readers: 1 };
  test.each([
    [
      "version 1",
      makeWrimeFile(POSTS).replaceAll("Sentiment", "Other"),
      /no column Avg. Readers_Sentiment/,
    ],
    [
      "a sentiment of 3",
      makeWrimeFile([{ ...post, readers: 3 }]),
      /small\.tsv:2: the sentiment is "3"/,
    ],
    [
      "a row that is cut",
      `${WRIME_HEADER}\n良い\t1\t2019\ttrain\n`,
      /small\.tsv:2: 4 fields, expected 49/,
    ],
    [
      "a quote that nothing closes",
      makeWrimeFile([
        { ...post, text: '"良い' },
        { ...post, text: '悪い"' },
      ]),
      /small\.tsv:2: a field has a tab/,
    ],
    ["an unknown split", makeWrimeFile([{ ...post, split: "x" }]), /small\.tsv:2: split is "x"/],
  ])("%s", async (_, content, message) => {
    await expect(load(content)).rejects.toMatchObject({
      code: "data-invalid",
      message: expect.stringMatching(message),
    });
  });
});

/** As many posts as WRIME has, with the book's counts of labels. */
function makeWholeFile(changes: { readonly positive?: number } = {}): string {
  const positive = changes.positive ?? 824;
  const make = (split: string, readers: number, count: number): WrimePost[] =>
    Array.from({ length: count }, (_, index) => ({
      text: `${split}の投稿${readers}、${index}番`,
      user: "1",
      split,
      writer: 0,
      readers,
    }));
  return makeWrimeFile([
    ...make("train", 1, 10_149),
    ...make("train", -2, 10_000),
    ...make("train", 0, 30_000 - 20_149),
    ...make("dev", 2, positive),
    ...make("dev", -1, 784),
    ...make("dev", 0, 2500 - 784 - positive),
    ...make("test", 1, 2500),
  ]);
}

const WHOLE_FILE = makeWholeFile();

describe("the whole file", () => {
  test("has the book's rows", async () => {
    const { splits } = await load(WHOLE_FILE);
    const count = (label: string): number =>
      splits.validation.filter((row) => row.label === label).length;
    expect([splits.train.length, splits.validation.length]).toEqual([20_149, 1_608]);
    expect([count("positive"), count("negative")]).toEqual([824, 784]);
  });

  test("is refused when it has not, saying what differs", async () => {
    await expect(load(makeWholeFile({ positive: 825 }))).rejects.toMatchObject({
      code: "wrime-differs",
      message: expect.stringMatching(
        /1609 validation rows, expected 1608; 825 positive validation rows, expected 824$/,
      ),
    });
  });

  test("is held to the book's rows with the book's labels alone", async () => {
    const whole = makeWholeFile({ positive: 825 });
    expect((await load(whole, { classes: "three" })).labels).toHaveLength(3);
  });
});

describe("the authors' file", () => {
  const PATH = "ids-cv/wrime/master/wrime-ver2.tsv";
  let server: FileServer;
  beforeEach(async () => {
    server = await startFileServer({ [PATH]: WHOLE_FILE });
  });
  afterEach(() => server.stop());

  function download(acceptLicense: boolean, mirror: string | null = null) {
    const cacheDir = join(folder, "cache");
    const remote = { endpoint: server.address, mirror, cacheDir };
    const options = recordLoad({ acceptLicense, remote });
    return { options, loading: loadWrime({ ...BOOK, files: null }, options) };
  }

  test("is not downloaded before its licence is shown and accepted", async () => {
    const { options, loading } = download(false);
    await expect(loading).rejects.toMatchObject({
      code: "license-not-accepted",
      hint: expect.stringContaining("--accept-license"),
    });
    expect(options.said).toEqual([expect.stringContaining("CC BY-NC-ND 4.0")]);
    expect(server.requests).toEqual([]);
  });

  test("is downloaded once, with its size and SHA-256", async () => {
    const { options, loading } = download(true);
    expect((await loading).splits.train).toHaveLength(20_149);
    expect(options.said).toContainEqual(
      expect.stringMatching(/wrime-ver2\.tsv: .*SHA-256 [\da-f]{64}$/),
    );
    expect((await download(false).loading).splits.train).toHaveLength(20_149);
    expect(server.requests).toEqual([PATH]);
  });

  test("must have all posts", async () => {
    server.files.set(PATH, Buffer.from(makeWrimeFile(POSTS)));
    await expect(download(true).loading).rejects.toMatchObject({
      code: "wrime-differs",
      message: expect.stringContaining(`4 posts, expected ${WRIME_POSTS}`),
    });
  });

  test("is read from a mirror, where it may be an excerpt, with its licence accepted", async () => {
    const file = join(folder, "ids-cv/wrime/wrime-ver2.tsv");
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, makeWrimeFile(POSTS));
    await expect(download(false, folder).loading).rejects.toMatchObject({
      code: "license-not-accepted",
    });
    expect((await download(true, folder).loading).splits.train).toHaveLength(1);
    expect(server.requests).toEqual([]);
  });
});
