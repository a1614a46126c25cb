import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";

import { createRecordingTerminal } from "../../test/recording-terminal.ts";
import { compileSmallDictionary } from "../../test/small-dictionary.ts";
import { writeSmallRelease } from "../../test/small-release.ts";
import { root } from "../paths.ts";
import { createTokenizeCommand } from "./tokenize.ts";

const VOCABULARY = [
  "[PAD]",
  "[UNK]",
  "[CLS]",
  "[SEP]",
  "[MASK]",
  "すも",
  "##も",
  "もも",
  "の",
  "うち",
];
const WORDS_OF = { tokenizer_class: "BertJapaneseTokenizer", word_tokenizer_type: "mecab" };

let folder: string;
let otherDictionary: Uint8Array;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kanjo-tokenize-"));
  await writeModel("v1", { ...WORDS_OF, subword_tokenizer_type: "wordpiece" });
  await writeModel("characters", { ...WORDS_OF, subword_tokenizer_type: "character" });
  await writeSmallRelease(join(folder, "release"), VOCABULARY);
  await writeFile(join(folder, "ipadic.kjd"), await compileSmallDictionary("ipadic"));
  otherDictionary = await compileSmallDictionary("unidic_lite");
});
afterAll(() => rm(folder, { recursive: true }));

async function writeModel(name: string, config: object): Promise<void> {
  await mkdir(join(folder, name));
  await writeFile(join(folder, name, "tokenizer_config.json"), JSON.stringify(config));
  await writeFile(join(folder, name, "vocab.txt"), `${VOCABULARY.join("\n")}\n`);
}

async function run(
  args: readonly string[],
  lines: readonly string[] = [],
): Promise<readonly string[]> {
  const terminal = createRecordingTerminal(folder, lines);
  await createTokenizeCommand(terminal).exitOverride().parseAsync(args, { from: "user" });
  return terminal.printed;
}

const V1 = ["--model", "v1", "--mecab-dic", "ipadic", "--dictionary", "ipadic.kjd"];

describe("a model with words", () => {
  test("prints its words, then a token a line with id and place", async () => {
    expect(await run([...V1, "すもも の[SEP]うち？"])).toEqual([
      [
        "words  すもも の うち ?",
        "",
        "     id  start    end  token",
        "      2      -      -  [CLS]",
        "      5      0      2  すも",
        "      6      2      3  ##も",
        "      8      4      5  の",
        "      3      5     10  [SEP]",
        "      9     10     12  うち",
        "      1     12     13  [UNK]",
        "      3      -      -  [SEP]",
      ].join("\n"),
    ]);
  });

  test("prints one JSON object on demand", async () => {
    const [line = "", ...more] = await run([...V1, "--json", "すももの"]);
    expect(JSON.parse(line)).toEqual({
      words: ["すもも", "の"],
      tokens: ["[CLS]", "すも", "##も", "の", "[SEP]"],
      ids: [2, 5, 6, 8, 3],
      offsets: [null, [0, 2], [2, 3], [3, 4], null],
    });
    expect(more).toEqual([]);
  });

  test("makes of every line of stdin a line of JSON, of an empty one, too", async () => {
    const printed = await run(V1, ["もも", "", "うち"]);
    expect(printed.map((line) => JSON.parse(line).words)).toEqual([["もも"], [], ["うち"]]);
    expect(printed.join("")).not.toContain("\n");
  });

  test("that names no dictionary has to be told one, and the hint says how", async () => {
    await expect(run(["--model", "v1", "もも"])).rejects.toMatchObject({
      code: "mecab-dic-unspecified",
      hint: expect.stringMatching(/^Say which one with --mecab-dic/),
    });
  });

  test("that names a dictionary takes no other, and the hint says how", async () => {
    await writeModel("named", {
      ...WORDS_OF,
      subword_tokenizer_type: "wordpiece",
      mecab_kwargs: { mecab_dic: "ipadic" },
    });
    const options = ["--mecab-dic", "unidic_lite"];
    await expect(run(["--model", "named", ...options, "もも"])).rejects.toMatchObject({
      code: "mecab-dic-conflict",
      hint: expect.stringMatching(/^Leave --mecab-dic out:/),
    });
  });

  test("refuses another dictionary than the one that was named", async () => {
    const options = ["--mecab-dic", "unidic_lite", "--dictionary", "ipadic.kjd"];
    await expect(run(["--model", "v1", ...options, "もも"])).rejects.toMatchObject({
      code: "dictionary-mismatch",
    });
  });
});

test("a model of characters needs no dictionary and has no words", async () => {
  const [line = ""] = await run(["--model", "characters", "--json", "のは"]);
  expect(JSON.parse(line)).toMatchObject({ words: null, ids: [2, 8, 1, 3] });
});

describe("a release", () => {
  test("has the words of its own dictionary", async () => {
    const [line = ""] = await run(["--model", "release", "--json", "すももの"]);
    expect(JSON.parse(line)).toMatchObject({ words: ["すもも", "の"], ids: [2, 5, 6, 8, 3] });
  });

  test.each<[string, string, (bytes: Buffer) => Buffer]>([
    [
      "another vocabulary",
      "vocab.txt",
      (bytes) => Buffer.from(bytes.toString().replace("の", "が")),
    ],
    ["half a vocabulary", "vocab.txt", (bytes) => bytes.subarray(0, 40)],
    ["another dictionary", "dictionary.kjd", () => Buffer.from(otherDictionary)],
  ])("with %s than its manifest lists is refused", async (_, name, change) => {
    const releaseDir = await mkdtemp(join(folder, "damaged-"));
    await writeSmallRelease(releaseDir, VOCABULARY);
    await writeFile(join(releaseDir, name), change(await readFile(join(releaseDir, name))));
    await expect(run(["--model", releaseDir, "もも"])).rejects.toMatchObject({
      code: "release-invalid",
      message: expect.stringContaining(name),
    });
  });
});

describe("an option that would change nothing is wrong usage", () => {
  test.each([
    ["--dictionary", "release", ["--dictionary", "ipadic.kjd"]],
    ["--mecab-dic", "release", ["--mecab-dic", "ipadic"]],
    ["--dictionary", "characters", ["--dictionary", "ipadic.kjd"]],
    ["--mecab-dic", "characters", ["--mecab-dic", "ipadic"]],
  ])("%s with model %s", async (option, model, options) => {
    await expect(run(["--model", model, ...options, "もも"])).rejects.toMatchObject({
      code: "usage",
      message: expect.stringContaining(`${option} is given, --model ${model}`),
    });
  });
});

test("what is neither a folder nor an id is wrong usage", async () => {
  await expect(run(["--model", "./none", "もも"])).rejects.toMatchObject({ code: "usage" });
});

const mirror = join(root, "../shared/hub");
const python = process.env["KANJO_PYTHON"] ?? "python3";
const ORACLE = `
import json, sys
from transformers import BertJapaneseTokenizer
tokenizer = BertJapaneseTokenizer.from_pretrained(sys.argv[1])
for line in sys.stdin:
    text = json.loads(line)
    print(json.dumps([tokenizer.word_tokenizer.tokenize(text), tokenizer(text)["input_ids"]]))
`;
const canCompare =
  existsSync(mirror) &&
  spawnSync(python, ["-c", "import transformers, fugashi, unidic_lite"]).status === 0;
if (!canCompare) {
  process.stderr.write(
    "skipped: Tohoku's v3, because ../shared/hub or transformers is not there\n",
  );
}

test.skipIf(!canCompare)(
  "Tohoku's v3 from a mirror gives what transformers gives",
  async () => {
    vi.stubEnv("KANJO_HUB_MIRROR", mirror);
    const model = "tohoku-nlp/bert-base-japanese-v3";
    const texts = [
      "これはテストです。",
      "  ｱｯﾌﾟﾙ㍻ か\u3099",
      "𠮷野家で😀😀！",
      "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    ];
    const { stdout, stderr } = spawnSync(python, ["-c", ORACLE, join(mirror, model)], {
      input: texts.map((text) => `${JSON.stringify(text)}\n`).join(""),
      encoding: "utf8",
    });
    expect(stdout, stderr).not.toBe("");
    const found = (await run(["--model", model], texts)).map((line) => JSON.parse(line));
    expect(found.map(({ words, ids }) => [words, ids])).toEqual(
      stdout
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line)),
    );
    vi.unstubAllEnvs();
  },
  60_000,
);
