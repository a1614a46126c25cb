import { existsSync } from "node:fs";
import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { expect, test } from "vitest";

import { root } from "../paths.ts";
import { locateData } from "./locate-data.ts";

async function makeFolder(...files: string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "kanjo-jglue-"));
  for (const file of files) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), "");
  }
  return folder;
}

test.each([
  ["clones side by side", "JGLUE/datasets/", "JCoLA/data/jcola-v1.0/"],
  ["a clone's data folder", "datasets/", "data/jcola-v1.0/"],
  ["flat folders", "jglue/", "jcola/"],
  ["the data alone", "", ""],
])("%s are searched", async (_, jglue, jcola) => {
  const folder = await makeFolder(
    `${jglue}jsts-v1.3/train-v1.3.json`,
    `${jglue}jsts-v1.3/valid-v1.3.json`,
    `${jglue}jnli-v1.3/test-v1.3.json`,
    `${jglue}jnli-v1.3/valid-v1.3.json`,
    `${jcola}in_domain_train-v1.0.json`,
    `${jcola}in_domain_valid-v1.0.json`,
    `${jcola}out_of_domain_valid-v1.0.json`,
    "README.md",
  );
  const at = (path: string): string => join(folder, path);
  expect(await locateData(folder)).toEqual(
    new Map([
      [
        "jcola",
        {
          train: at(`${jcola}in_domain_train-v1.0.json`),
          validation: at(`${jcola}in_domain_valid-v1.0.json`),
          test: at(`${jcola}out_of_domain_valid-v1.0.json`),
        },
      ],
      [
        "jsts",
        {
          train: at(`${jglue}jsts-v1.3/train-v1.3.json`),
          validation: at(`${jglue}jsts-v1.3/valid-v1.3.json`),
        },
      ],
      [
        "jnli",
        {
          test: at(`${jglue}jnli-v1.3/test-v1.3.json`),
          validation: at(`${jglue}jnli-v1.3/valid-v1.3.json`),
        },
      ],
    ]),
  );
});

test("of several versions the newest with a validation file counts, 1.10 after 1.9", async () => {
  const folder = await makeFolder(
    "jsquad-v1.9/train-v1.9.json",
    "jsquad-v1.9/valid-v1.9.json",
    "jsquad-v1.10/valid-v1.10.json",
    "jsquad-v1.11/train-v1.11.json",
  );
  expect((await locateData(folder)).get("jsquad")).toEqual({
    validation: join(folder, "jsquad-v1.10/valid-v1.10.json"),
  });
});

test("MARC-ja's file is found packed and unpacked", async () => {
  const name = "amazon_reviews_multilingual_JP_v1_00.tsv";
  for (const file of [name, `${name}.gz`]) {
    const folder = await makeFolder(`reviews/${file}`);
    expect((await locateData(folder)).get("marc-ja")).toEqual({
      train: join(folder, "reviews", file),
    });
  }
});

test("a folder that is not there is named", async () => {
  const missing = join(await makeFolder(), "missing");
  await expect(locateData(missing)).rejects.toMatchObject({
    code: "data-missing",
    message: expect.stringContaining(missing),
  });
});

test("a folder without any of the files is refused", async () => {
  await expect(locateData(await makeFolder("reviews.csv"))).rejects.toMatchObject({
    code: "data-missing",
  });
});

const SHARED = join(root, "../shared/data");
const isShared = existsSync(SHARED);

test.skipIf(!isShared)(
  `the files of JGLUE 1.3 and JCoLA are found${isShared ? "" : " (skipped: ../shared/data is not there)"}`,
  async () => {
    const found = await locateData(SHARED);
    expect(Object.keys(found.get("jcola") ?? {}).sort()).toEqual(["test", "train", "validation"]);
    expect(Object.keys(found.get("jsts") ?? {}).sort()).toEqual(["train", "validation"]);
    expect(Object.keys(found.get("jnli") ?? {}).sort()).toEqual(["test", "validation"]);
    expect(Object.keys(found.get("jsquad") ?? {}).sort()).toEqual(["test", "validation"]);
    expect(Object.keys(found.get("jcommonsenseqa") ?? {}).sort()).toEqual(["train", "validation"]);
    expect(found.has("marc-ja")).toBe(false);
  },
);
