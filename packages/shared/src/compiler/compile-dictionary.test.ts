import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { arbitraryTiny } from "../../test/fixtures/arbitrary-tiny.ts";
import {
  makeSource,
  type MecabDescription,
  SMALL_DICTIONARY,
} from "../../test/fixtures/mecab-files.ts";
import { compileTiny, listWords } from "../../test/fixtures/tiny-dictionary.ts";
import { makeWideDictionary } from "../../test/fixtures/wide-dictionary.ts";
import { Random } from "../../test/oracle/random.ts";
import { openDictionary } from "../segmenter/dictionary.ts";
import { ConnectionCosts } from "../segmenter/connection-costs.ts";
import { readDictionaryFile } from "../segmenter/dictionary-file.ts";
import { sha256 } from "../sha-256.ts";
import { COMPILER_VERSION, compileDictionary } from "./compile-dictionary.ts";

const OPTIONS = {
  name: "small",
  licence: "Take it.",
  sources: { "sys.dic": "0".repeat(64) },
  sampleTexts: ["すもももももももものうち"],
};

const open = async (description: MecabDescription) =>
  openDictionary(await compileTiny(description));

describe("a compiled dictionary", () => {
  test("says what it is and what it was made of", async () => {
    const bytes = await compileDictionary(makeSource(SMALL_DICTIONARY), OPTIONS);
    const { info } = openDictionary(bytes);
    const { name, licence, sources } = OPTIONS;
    expect(info).toMatchObject({ name, licence, sources, isNormalized: true });
    expect(info).toMatchObject({ surfaces: 6, entries: 7, rows: 3, columns: 3 });
  });

  test("has the same bytes when it is compiled again", async () => {
    const make = () => compileDictionary(makeSource(SMALL_DICTIONARY), OPTIONS);
    expect(await make()).toEqual(await make());
    const [wide, again] = [await makeWideDictionary(), await makeWideDictionary()];
    expect(wide.bytes).toEqual(again.bytes);
  });

  test("has other bytes only with another COMPILER_VERSION, for which caches look", async () => {
    const { bytes } = await makeWideDictionary();
    expect([COMPILER_VERSION, await sha256(bytes)]).toEqual([
      1,
      "0edddbbe1039e19069b0f6eb21ad5ad6a87b955b270cc3bcbae7fab7194d8836",
    ]);
  });

  test("cuts alike whatever the sample texts are", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryTiny(10), async ({ description, texts }) => {
        const plain = openDictionary(await compileTiny(description));
        const sampled = openDictionary(await compileTiny(description, texts));
        for (const text of texts) expect(listWords(sampled, text)).toEqual(listWords(plain, text));
      }),
      { numRuns: 30 },
    );
  });

  test("keeps the least cost of each row of its matrix", async () => {
    const { bytes } = await makeWideDictionary();
    const file = readDictionaryFile(bytes);
    const { rows, columns } = file.info;
    const costs = openCosts(bytes);
    const least = Array.from({ length: rows }, (_, row) =>
      Math.min(...Array.from({ length: columns }, (__, column) => costs.cost(row, column))),
    );
    expect([...file.i16("rowMinimums")]).toEqual(least);
  });
});

describe("what can be no part of a best path is left out:", () => {
  test("surfaces that NFKC changes", async () => {
    const words = ["㍻", "Ａ", "か\u3099", "平成"].map((surface) => [surface, 0, 0, 1] as const);
    const dictionary = await open({ ...SMALL_DICTIONARY, words });
    expect(dictionary.info).toMatchObject({ surfaces: 1, entries: 1 });
    expect(listWords(dictionary, "平成")).toEqual(["平成"]);
  });

  test("the dearer of entries with equal ids", async () => {
    const words = [5, 3, 3, 4].map((cost) => ["平成", 1, 1, cost] as const);
    expect((await open({ ...SMALL_DICTIONARY, words })).info.entries).toBe(1);
  });

  test("the dearer of entries whose ids the matrix does not tell apart", async () => {
    const matrix = [
      [0, 7, 7],
      [1, 2, 2],
      [1, 2, 2],
    ];
    const words = [["平成", 1, 2, 5] as const, ["平成", 2, 1, 3] as const];
    const { info } = await open({ ...SMALL_DICTIONARY, words, matrix });
    expect(info).toMatchObject({ entries: 1, rows: 2, columns: 2 });
  });
});

describe("refuses what its file has no room for:", () => {
  test("more than 256 kinds of characters", async () => {
    const source = makeSource(SMALL_DICTIONARY);
    const info = source.characters.info.map((bits, unit) => bits ^ ((unit & 0x1ff) << 9));
    const characters = { ...source.characters, info };
    await expect(compileDictionary({ ...source, characters }, OPTIONS)).rejects.toMatchObject({
      code: "dictionary-too-large",
      message: expect.stringContaining("256"),
    });
  });

  test("more than 32,768 pairs of ids", async () => {
    const random = new Random(1);
    const ids = Array.from({ length: 190 }, (_, id) => id);
    const description: MecabDescription = {
      ...SMALL_DICTIONARY,
      words: ids.flatMap((left) => ids.map((right) => ["も", left, right, 0] as const)),
      matrix: ids.map(() => ids.map(() => random.below(30_000))),
    };
    await expect(compileTiny(description)).rejects.toMatchObject({
      code: "dictionary-too-large",
      message: expect.stringContaining("36100 different pairs"),
    });
  });
});

function openCosts(bytes: Uint8Array): ConnectionCosts {
  const { info, u8, u16, i16, u32 } = readDictionaryFile(bytes);
  const parts = {
    rows: info.rows,
    columns: info.columns,
    codeLengths: u8("codeLengths"),
    code: u8("code"),
    lineBytes: u16("lineBytes"),
    lineParents: u16("lineParents"),
    rowMinimums: i16("rowMinimums"),
    hotLines: u32("hotLines"),
  };
  return new ConnectionCosts(parts, { hot: 0, cold: 4096 });
}
