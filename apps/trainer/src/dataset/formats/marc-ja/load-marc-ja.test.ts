import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";

import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { recordLoad } from "../../../../test/load-options.ts";
import { SPLITS } from "../../dataset.ts";
import { loadMarcJa } from "./load-marc-ja.ts";

const COLUMNS =
  "marketplace customer_id review_id product_id product_parent product_title product_category star_rating helpful_votes total_votes vine verified_purchase review_headline review_body review_date".split(
    " ",
  );

interface Review {
  readonly id: string;
  readonly stars: number;
  readonly body: string;
}

function toTsv(reviews: readonly Review[]): string {
  const rows = reviews.map(({ id, stars, body }) =>
    COLUMNS.map((column) => {
      if (column === "review_id") return id;
      if (column === "star_rating") return String(stars);
      return column === "review_body" ? body : "x";
    }).join("\t"),
  );
  return `${[COLUMNS.join("\t"), ...rows].join("\n")}\n`;
}

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "kanjo-marc-ja-"));
  for (const list of ["filter_review_id_list", "label_conv_review_id_list"]) {
    for (const split of ["valid", "test"]) await writeList(list, split, "");
  }
});
afterEach(() => rm(folder, { recursive: true }));

async function writeList(list: string, split: string, content: string): Promise<void> {
  const file = join(folder, "yahoojapan/JGLUE/preprocess/marc-ja/data", list, `${split}.txt`);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
}

async function load(content: string | Uint8Array, name = "reviews.tsv") {
  const files = join(folder, name);
  await writeFile(files, content);
  const remote = { endpoint: "http://127.0.0.1:9", mirror: folder, cacheDir: folder };
  return loadMarcJa({ format: "marc-ja", files }, recordLoad({ remote }));
}

const MANY: Review[] = Array.from({ length: 200 }, (_, index) => ({
  id: `R${index}`,
  stars: index % 2 === 0 ? 5 : 1,
  body: `感想その${index}`,
}));

/** The order of JGLUE's script: shuffled with seed 1, then cut at 94 and 97 %. */
const ORACLE = `
import json, random, sys
ids = json.load(sys.stdin)
random.seed(1)
random.shuffle(ids)
a, b = int(len(ids) * 0.94), int(len(ids) * (0.94 + 0.03))
print(json.dumps([ids[:a], ids[a:b], ids[b:]]))
`;

function splitLikeJglue(ids: readonly string[]): string[][] {
  const { stdout } = spawnSync(process.env["KANJO_PYTHON"] ?? "python3", ["-c", ORACLE], {
    input: JSON.stringify(ids),
    encoding: "utf8",
  });
  return JSON.parse(stdout);
}

test("reviews are split as JGLUE's script splits them", async () => {
  const { splits } = await load(toTsv(MANY));
  const texts = SPLITS.map((split) =>
    splits[split].map((row) => row.text.replace("感想その", "R")),
  );
  expect(texts).toEqual(splitLikeJglue(MANY.map(({ id }) => id)));
});

test("a compressed file is the same", async () => {
  const compressed = await load(gzipSync(toTsv(MANY)), "reviews.tsv.gz");
  const plain = await load(toTsv(MANY), "reviews.tsv");
  expect(compressed.splits.train.map((row) => row.text)).toEqual(
    plain.splits.train.map((row) => row.text),
  );
});

test("JGLUE's lists drop and correct reviews of their split alone", async () => {
  const [, valid = [], held = []] = splitLikeJglue(MANY.map(({ id }) => id));
  const [dropped = "", corrected = ""] = valid;
  const stars = (id: string): number => MANY.find((review) => review.id === id)?.stars ?? 0;
  const other = stars(corrected) === 5 ? "negative" : "positive";
  await writeList("filter_review_id_list", "valid", `${dropped}\n${held[0]}\n`);
  await writeList("label_conv_review_id_list", "valid", `${corrected},${other}\n`);
  const { splits } = await load(toTsv(MANY));
  expect(splits.validation).toHaveLength(valid.length - 1);
  expect(splits.validation[0]?.label).toBe(other);
  expect(splits.test).toHaveLength(held.length);
});

describe("what JGLUE's cleaning keeps", () => {
  test.each<[string, number, string, string | null]>([
    ["five stars", 5, "良い", "positive"],
    ["four stars", 4, "良い", "positive"],
    ["three stars", 3, "普通", null],
    ["two stars", 2, "悪い", "negative"],
    ["one star", 1, "悪い", "negative"],
    ["500 characters", 5, "🏨".repeat(500), "positive"],
    ["501 characters", 5, "良".repeat(501), null],
    ["501 with markup", 5, `<br />${"良".repeat(500)}`, "positive"],
    ["nine tenths of ASCII", 5, "very good良", null],
    ["less than that", 5, "very goo良い", "positive"],
    ["nothing but markup", 5, "<br />", null],
  ])("%s", async (_, stars, body, label) => {
    const { splits } = await load(toTsv([{ id: "R", stars, body }]));
    expect(SPLITS.flatMap((split) => splits[split].map((row) => row.label))).toEqual(
      label === null ? [] : [label],
    );
  });
});

describe("what cannot be read is refused with its place", () => {
  test.each<[string, string, RegExp]>([
    ["another file", "text\tlabel\n", /no column review_id, star_rating, review_body/],
    ["a row that is cut", `${toTsv([])}JP\t1\n`, /reviews\.tsv:2: 2 fields, expected 15/],
    ["six stars", toTsv([{ id: "R", stars: 6, body: "x" }]), /:2: star_rating is no number from 1/],
  ])("%s", async (_, content, message) => {
    await expect(load(content)).rejects.toThrow(message);
  });

  test("a compressed file that is not whole", async () => {
    const half = gzipSync(toTsv(MANY)).subarray(0, 200);
    await expect(load(half, "reviews.tsv.gz")).rejects.toMatchObject({ code: "data-invalid" });
  });
});
