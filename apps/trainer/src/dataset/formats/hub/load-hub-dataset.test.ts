import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { type FileServer, startFileServer } from "../../../../test/file-server.ts";
import { recordLoad } from "../../../../test/load-options.ts";
import { loadHubRows } from "./load-hub-dataset.ts";

const python = process.env["KANJO_PYTHON"] ?? "python3";
const hasPyarrow = spawnSync(python, ["-c", "import pyarrow.parquet"]).status === 0;
if (!hasPyarrow) process.stderr.write("skipped: parquet files, because Python has no pyarrow\n");

/** Files as the `datasets` library writes them, and one as anything else does. */
const MAKE_PARQUET = `
import json, sys
import pyarrow as pa, pyarrow.parquet as pq
folder = sys.argv[1]
described = json.dumps({"info": {"features": {
    "text": {"dtype": "string", "_type": "Value"},
    "label": {"names": ["positive", "negative"], "_type": "ClassLabel"},
}}})
def write(name, columns, compression, metadata=None):
    table = pa.table(columns)
    if metadata:
        table = table.replace_schema_metadata({"huggingface": metadata})
    pq.write_table(table, f"{folder}/{name}.parquet", compression=compression)
write("classes", {"text": ["良い", "悪い"], "label": pa.array([0, 1], pa.int64()), "author": ["a", "b"]}, "zstd", described)
write("unknown", {"text": ["良い"], "label": pa.array([-1], pa.int64())}, "snappy", described)
write("numbers", {"body": ["普通"], "stars": pa.array([3], pa.int32())}, "gzip")
write("empty", {"text": [None], "label": ["x"]}, "none")
`;

let parquet: string;
beforeAll(async () => {
  parquet = await mkdtemp(join(tmpdir(), "kanjo-parquet-"));
  if (hasPyarrow) spawnSync(python, ["-c", MAKE_PARQUET, parquet], { stdio: "inherit" });
});
afterAll(() => rm(parquet, { recursive: true }));

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "kanjo-hub-data-"));
});
afterEach(() => rm(folder, { recursive: true }));

const SOURCE = {
  format: "hub",
  dataset: "kanjo/reviews",
  config: null,
  revision: "main",
  text_column: "text",
  label_column: "label",
  group_column: null,
} as const;

const read = (name: string): Promise<Buffer> => readFile(join(parquet, `${name}.parquet`));

describe.skipIf(!hasPyarrow)("a mirror", () => {
  async function load(files: Record<string, string>, changes: object = {}) {
    const place = join(folder, "datasets/kanjo/reviews/data");
    await mkdir(place, { recursive: true });
    for (const [name, from] of Object.entries(files)) {
      await cp(join(parquet, `${from}.parquet`), join(place, name));
    }
    const hub = { endpoint: "http://127.0.0.1:9", token: null, mirror: folder, cacheDir: folder };
    return loadHubRows({ ...SOURCE, ...changes }, recordLoad({ hub }));
  }

  test("has rows with the classes' names, the split of the file, and their places", async () => {
    const rows = await load(
      { "train-00000-of-00001.parquet": "classes", "test-00000-of-00001.parquet": "classes" },
      { group_column: "author" },
    );
    const name = "data/test-00000-of-00001.parquet";
    expect(rows.slice(0, 2)).toEqual([
      { text: "良い", label: "positive", group: "a", split: "test", source: `${name}:1` },
      { text: "悪い", label: "negative", group: "b", split: "test", source: `${name}:2` },
    ]);
    expect(rows.slice(2).map((row) => row.split)).toEqual(["train", "train"]);
  });

  test("has columns by other names and numbers as labels", async () => {
    const columns = { text_column: "body", label_column: "stars" };
    expect(await load({ "part.parquet": "numbers" }, columns)).toEqual([
      { text: "普通", label: "3", split: null, source: "data/part.parquet:1" },
    ]);
  });

  test.each<[string, string, object, RegExp]>([
    ["a column that is not there", "numbers", {}, /no column text, label, there are: body, stars/],
    ["a class without a name", "unknown", {}, /:1: the class is -1, there are 2 from 0/],
    ["a text that is null", "empty", {}, /:1: column "text" is null/],
  ])("with %s is refused", async (_, from, changes, message) => {
    await expect(load({ "train.parquet": from }, changes)).rejects.toMatchObject({
      code: "data-invalid",
      message: expect.stringMatching(message),
    });
  });

  test("with half a file is refused", async () => {
    const place = join(folder, "datasets/kanjo/reviews/data");
    await mkdir(place, { recursive: true });
    await writeFile(join(place, "train.parquet"), (await read("classes")).subarray(0, 100));
    await expect(load({})).rejects.toMatchObject({
      code: "data-invalid",
      message: expect.stringMatching(/^data\/train\.parquet: /),
    });
  });

  test("without the data set is refused", async () => {
    await expect(load({}, { dataset: "kanjo/other" })).rejects.toMatchObject({
      code: "remote-missing",
      message: expect.stringContaining("datasets/kanjo/other"),
    });
  });
});

describe.skipIf(!hasPyarrow)("the Hub", () => {
  const TREE = "api/datasets/kanjo/reviews/tree";
  const FILES = "datasets/kanjo/reviews/resolve";
  let server: FileServer;
  beforeEach(async () => {
    server = await startFileServer({});
    await serve("main", {
      "README.md": Buffer.from("x"),
      "data/train.parquet": await read("classes"),
    });
  });
  afterEach(() => server.stop());

  async function serve(revision: string, files: Record<string, Buffer>): Promise<void> {
    const place = encodeURIComponent(revision);
    const listed = Object.entries(files).map(([path, body]) => ({
      type: "file",
      path,
      oid: createHash("sha1").update(body).digest("hex"),
      size: body.length,
      lfs: { oid: createHash("sha256").update(body).digest("hex"), size: body.length },
    }));
    server.files.set(`${TREE}/${place}?recursive=true`, Buffer.from(JSON.stringify(listed)));
    for (const [path, body] of Object.entries(files)) {
      server.files.set(`${FILES}/${place}/${path}`, body);
    }
  }

  function load(changes: object = {}, token: string | null = null) {
    const cacheDir = join(folder, "cache");
    const hub = { endpoint: server.address, token, mirror: null, cacheDir };
    const options = recordLoad({ hub });
    return { options, loading: loadHubRows({ ...SOURCE, ...changes }, options) };
  }

  const labels = (rows: readonly { label: string }[]) => rows.map((row) => row.label);

  test("is asked for the list each time, and for a file once", async () => {
    expect(labels(await load().loading)).toEqual(["positive", "negative"]);
    expect(labels(await load().loading)).toEqual(["positive", "negative"]);
    const list = `${TREE}/main?recursive=true`;
    expect(server.requests).toEqual([list, `${FILES}/main/data/train.parquet`, list]);
  });

  test("is asked for a file again when it changed", async () => {
    await load({ text_column: "text" }).loading;
    await serve("main", { "data/train.parquet": await read("numbers") });
    const columns = { text_column: "body", label_column: "stars" };
    expect(labels(await load(columns).loading)).toEqual(["3"]);
  });

  test("gives its own conversion of data sets in other formats", async () => {
    await serve("main", { "train.csv": Buffer.from("text,label\n") });
    await serve("refs/convert/parquet", { "default/train/0000.parquet": await read("classes") });
    expect(labels(await load().loading)).toEqual(["positive", "negative"]);
    expect(server.requests).toContain(
      `${FILES}/refs%2Fconvert%2Fparquet/default/train/0000.parquet`,
    );
  });

  test("is not needed for what is kept, which is said", async () => {
    await load().loading;
    server.behave(503);
    const { options, loading } = load();
    expect(labels(await loading)).toEqual(["positive", "negative"]);
    expect(options.said).toEqual([expect.stringMatching(/answered 503; using what was kept$/)]);
  });

  test("is shown the token", async () => {
    await load({}, "hf_secret").loading;
    expect(server.headers.map(({ authorization }) => authorization)).toEqual([
      "Bearer hf_secret",
      "Bearer hf_secret",
    ]);
  });

  test("sends other bytes than it lists, which are refused", async () => {
    server.files.set(`${FILES}/main/data/train.parquet`, await read("numbers"));
    await expect(load().loading).rejects.toMatchObject({ code: "remote-damaged" });
  });

  test.each<[string, number[], string, RegExp]>([
    ["refuses", [403], "remote-refused", /answered 403 for the data set kanjo\/reviews/],
    ["is broken", [500], "remote-unreachable", /cannot be listed: it answered 500/],
    ["has no such data set", [404, 404], "data-invalid", /no parquet files .* kanjo\/reviews/],
  ])("%s", async (_, statuses, code, message) => {
    server.behave(...statuses);
    await expect(load().loading).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
  });
});

test.each(["../secrets", "a/b/c", ""])("%j is no data set", async (dataset) => {
  const hub = { endpoint: "http://127.0.0.1:9", token: null, mirror: folder, cacheDir: folder };
  await expect(loadHubRows({ ...SOURCE, dataset }, recordLoad({ hub }))).rejects.toMatchObject({
    code: "usage",
  });
});
