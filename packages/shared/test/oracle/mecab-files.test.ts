/**
 * The reader of MeCab's binary files against MeCab itself (in fugashi): small
 * dictionaries that MeCab's own compiler made, and the ids and costs that MeCab
 * finds in unidic-lite and ipadic.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";

import type { Lexicon, MecabSource } from "../../src/compiler/mecab-source.ts";
import {
  type MecabFiles,
  readMecabSource,
} from "../../src/compiler/read-mecab/read-mecab-source.ts";
import { arbitraryMecab } from "../fixtures/arbitrary-mecab.ts";
import {
  makeSource,
  type MecabDescription,
  type MecabEntry,
  SMALL_DICTIONARY,
  writeMecabFiles,
} from "../fixtures/mecab-files.ts";
import { writeMecabSources } from "./mecab-sources.ts";
import { PythonScript, whyNoOracle } from "./python.ts";
import { readRealSentences } from "./real-text.ts";

const SEED = 20_261_124;
const RANDOM_DICTIONARIES = 15;
const SAMPLED_SURFACES = 5_000;
const SENTENCES = 2_000;
const TIMEOUT_MS = 120_000;

const Dictionaries = z.record(z.string(), z.string());
const Opened = z.object({ fugashi: z.string(), entries: z.int() });
const Tagged = z.object({
  nodes: z.array(z.tuple([z.string(), z.int(), z.int(), z.int(), z.int(), z.int(), z.int()])),
  end: z.int(),
});

const reason = whyNoOracle();
const installed = reason === undefined ? await listDictionaries() : {};
const expected = ["unidic_lite", "ipadic"].map((name) => ({ name, folder: installed[name] ?? "" }));
for (const { name, folder } of expected) {
  if (folder === "") process.stderr.write(`skipped: ${name}, ${reason ?? "it is not installed"}\n`);
}

let temporary: string;

beforeAll(() => {
  temporary = mkdtempSync(join(tmpdir(), "kanjo-mecab-"));
});

afterAll(() => {
  rmSync(temporary, { recursive: true });
});

describe.skipIf(reason !== undefined)(
  "what MeCab's compiler makes of a description",
  { timeout: TIMEOUT_MS },
  () => {
    test("is read as described, for a small dictionary", async () => {
      const files = await compile(SMALL_DICTIONARY);
      expect(readMecabSource(files)).toEqual(makeSource(SMALL_DICTIONARY));
    });

    test("is read as described, for random dictionaries", async () => {
      for (const description of fc.sample(arbitraryMecab, {
        seed: SEED,
        numRuns: RANDOM_DICTIONARIES,
      })) {
        expect(readMecabSource(await compile(description))).toEqual(makeSource(description));
      }
    });

    test("is read as described, for 255 entries of a surface, and refused for one more", async () => {
      const most = { ...SMALL_DICTIONARY, words: makeHomographs(255) };
      expect(readMecabSource(await compile(most))).toEqual(makeSource(most));
      const files = await compile({ ...SMALL_DICTIONARY, words: makeHomographs(256) });
      expect(() => readMecabSource(files)).toThrow("sys.dic: 0 entries from number 1 on");
    });

    test("is what the fixture writes, as far as it says how a text is cut", async () => {
      const files = await compile(SMALL_DICTIONARY);
      const written = writeMecabFiles(SMALL_DICTIONARY);
      expect(written["matrix.bin"]).toEqual(files["matrix.bin"]);
      expect(written["char.bin"]).toEqual(files["char.bin"]);
    });
  },
);

test.skipIf(reason !== undefined)(
  "MeCab opens what the fixture writes, and cuts it so",
  async () => {
    const folder = mkdtempSync(join(temporary, "written-"));
    writeFiles(folder, { ...writeMecabFiles(SMALL_DICTIONARY), dicrc: "bos-feature = BOS/EOS\n" });
    const oracle = new PythonScript("mecab_dictionary.py", ["tag", folder]);
    expect(Opened.parse(await oracle.read()).entries).toBe(SMALL_DICTIONARY.words.length);
    const [answer] = await oracle.ask([{ text: "すもももももももものうち abc" }]);
    oracle.close();
    const surfaces = Tagged.parse(answer).nodes.map(([surface]) => surface);
    expect(surfaces).toEqual(["すもも", "も", "もも", "も", "もも", "の", "うち", "abc"]);
  },
);

describe.each(expected)("$name", { timeout: TIMEOUT_MS }, ({ folder }) => {
  describe.skipIf(folder === "")("as MeCab finds it", () => {
    let source: MecabSource;
    let oracle: PythonScript;
    let entries: number;

    beforeAll(async () => {
      source = readMecabSource(readFiles(folder));
      oracle = new PythonScript("mecab_dictionary.py", ["tag", folder]);
      entries = Opened.parse(await oracle.read()).entries;
    });

    afterAll(() => {
      oracle.close();
    });

    test("has as many entries", () => {
      expect(source.lexicon.costs.length).toBe(entries);
    });

    test("has the ids, costs and categories of the words in sentences and surfaces", async () => {
      const surfaces = takeEvenly(source.lexicon.surfaces, SAMPLED_SURFACES);
      const texts = [...surfaces, ...takeEvenly(readRealSentences(), SENTENCES)];
      const answers = await oracle.ask(texts.map((text) => ({ text })));
      const tagged = answers.map((answer) => Tagged.parse(answer));
      const nodes = tagged.flatMap((answer) => answer.nodes);
      expect(nodes.filter((node) => node[5] === 1).length).toBeGreaterThan(20);
      expect(nodes.filter((node) => node[5] === 0).length).toBeGreaterThan(SAMPLED_SURFACES);
      expect(findMismatches(source, tagged)).toEqual([]);
    });
  });
});

async function listDictionaries(): Promise<Record<string, string>> {
  return Dictionaries.parse(await new PythonScript("mecab_dictionary.py", ["list"]).read());
}

/** MeCab's own files of a description. */
async function compile(description: MecabDescription): Promise<MecabFiles> {
  const source = mkdtempSync(join(temporary, "source-"));
  const dictionary = join(source, "dictionary");
  mkdirSync(dictionary);
  writeFiles(source, writeMecabSources(description));
  await new PythonScript("mecab_dictionary.py", ["build", source, dictionary]).read();
  return readFiles(dictionary);
}

function writeFiles(folder: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
}

function readFiles(folder: string): MecabFiles {
  const readBytes = (name: string) => new Uint8Array(readFileSync(join(folder, name)));
  return {
    "sys.dic": readBytes("sys.dic"),
    "unk.dic": readBytes("unk.dic"),
    "matrix.bin": readBytes("matrix.bin"),
    "char.bin": readBytes("char.bin"),
  };
}

function makeHomographs(count: number): MecabEntry[] {
  return Array.from({ length: count }, (_, cost) => ["も", 1, 1, cost]);
}

function takeEvenly(texts: readonly string[], count: number): string[] {
  const step = Math.max(1, Math.floor(texts.length / count));
  return texts.filter((_, index) => index % step === 0);
}

/** The first nodes that the source has not, and connections that cost something else there. */
function findMismatches(source: MecabSource, tagged: readonly z.infer<typeof Tagged>[]): unknown[] {
  const words = new EntrySet(source.lexicon);
  const unknown = new EntrySet(source.unknown);
  const mismatches: unknown[] = [];
  for (const { nodes, end } of tagged) {
    let previous = 0;
    for (const node of nodes) {
      const [surface, left, right, cost, connection, isUnknown, category] = node;
      const name = source.characters.categories[category] ?? "";
      const isThere = isUnknown
        ? unknown.has(name, left, right, cost)
        : words.has(surface, left, right, cost);
      const isFit =
        connection === connect(source, previous, left) && category === categorize(source, surface);
      if (!isThere || !isFit) mismatches.push(node);
      previous = right;
    }
    if (end !== connect(source, previous, 0)) mismatches.push(nodes);
  }
  return mismatches.slice(0, 5);
}

function connect({ matrix }: MecabSource, rightId: number, leftId: number): number | undefined {
  return matrix.costs[rightId + matrix.leftSize * leftId];
}

/** MeCab takes a character above U+FFFF for U+0000. */
function categorize({ characters }: MecabSource, surface: string): number {
  const codePoint = surface.codePointAt(0) ?? 0;
  return ((characters.info[codePoint > 0xffff ? 0 : codePoint] ?? 0) >>> 18) & 0xff;
}

class EntrySet {
  readonly #lexicon: Lexicon;
  readonly #indexes: Map<string, number>;

  constructor(lexicon: Lexicon) {
    this.#lexicon = lexicon;
    this.#indexes = new Map(lexicon.surfaces.map((surface, index) => [surface, index]));
  }

  has(surface: string, leftId: number, rightId: number, cost: number): boolean {
    const { firstEntry, leftIds, rightIds, costs } = this.#lexicon;
    const index = this.#indexes.get(surface);
    if (index === undefined) return false;
    const [first = 0, next = 0] = firstEntry.subarray(index);
    return Array.from({ length: next - first }, (_, offset) => first + offset).some(
      (entry) => leftIds[entry] === leftId && rightIds[entry] === rightId && costs[entry] === cost,
    );
  }
}
