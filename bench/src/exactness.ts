/**
 * Ours against transformers with fugashi, on all there is: every field of the corpora
 * beside the checkout, generated strings, white space as long as MeCab can look, and
 * the text files of `--corpus <folder>`. What CI compares is a sample of it.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { KanjoError } from "@kanjo/shared/error";
import { type Dictionary, openDictionary } from "@kanjo/shared/segmenter";
import { loadTokenizer } from "@kanjo/shared/tokenizer/load";

import {
  askTokens,
  askWords,
  compareTexts,
  type Comparison,
  type Question,
} from "../../packages/shared/test/oracle/compare.ts";
import {
  compileInstalled,
  DICTIONARY_NAMES,
  type DictionaryName,
} from "../../packages/shared/test/oracle/compiled-dictionaries.ts";
import { PythonScript, whyNoOracle } from "../../packages/shared/test/oracle/python.ts";
import { RandomText } from "../../packages/shared/test/oracle/random-text.ts";
import { Random } from "../../packages/shared/test/oracle/random.ts";
import { readAllFields, readRealSentences } from "../../packages/shared/test/oracle/real-text.ts";
import { readCategories } from "../../packages/shared/test/oracle/unicode.ts";
import {
  CHARACTER_CASES,
  hasTohoku,
  listTohoku,
  type TokenizerCase,
} from "../../packages/shared/test/oracle/vocabularies.ts";
import { listLongWhiteSpace } from "../../packages/shared/test/oracle/white-space.ts";
import { listCorpora, readLines } from "./corpus.ts";
import { describeMachine } from "./machine.ts";

const SEED = 20_261_130;
const GENERATED = 200_000;
const OPTIONS = { corpus: { type: "string" }, write: { type: "boolean" } } as const;

/** Texts that are made or read anew for each comparison, so that memory stays bounded. */
interface TextSource {
  readonly name: string;
  readonly texts: () => Iterable<string> | AsyncIterable<string>;
}

interface Row extends Comparison {
  readonly texts: string;
  readonly compared: number;
  readonly what: string;
}

/** @throws KanjoError `oracle-missing`, `exactness-mismatch` */
export async function benchExactness(args: readonly string[]): Promise<string> {
  const dictionaries = await openBoth();
  const sources = await listSources(args);
  const rows: Row[] = [];
  const versions = new Map<string, string>();
  for (const [name, dictionary] of dictionaries) {
    for (const tokenizerCase of listCases(name)) {
      const subject = new Subject(name, dictionary, tokenizerCase);
      for (const version of await subject.readVersions()) versions.set(...version);
      rows.push(...(await subject.compare(sources)));
      subject.close();
    }
  }
  requireNone(rows);
  return describe(rows, versions);
}

async function openBoth(): Promise<[DictionaryName, Dictionary][]> {
  const reason = whyNoOracle();
  const paths = reason === undefined ? await compileInstalled() : {};
  return DICTIONARY_NAMES.map((name) => {
    const path = paths[name];
    if (path !== undefined) return [name, openDictionary(readFileSync(path))];
    throw new KanjoError("oracle-missing", reason ?? `the oracle's Python has no ${name}`, {
      hint: "Install apps/trainer/python/requirements-dev.txt, and name the interpreter: KANJO_PYTHON.",
    });
  });
}

async function listSources(args: readonly string[]): Promise<TextSource[]> {
  const fields = readAllFields();
  const sentences = readRealSentences();
  const categories = await readCategories();
  const { corpus } = parseArgs({ args: [...args], options: OPTIONS }).values;
  const corpora = corpus === undefined ? [] : listCorpora(corpus);
  return [
    { name: "every field of the corpora", texts: () => fields },
    {
      name: "generated strings",
      texts: () => generate(new RandomText(new Random(SEED), categories, sentences)),
    },
    { name: "long white space", texts: listLongWhiteSpace },
    ...corpora.map(({ name, path }) => ({ name, texts: () => readLines(path) })),
  ];
}

function* generate(random: RandomText): Generator<string> {
  for (let count = 0; count < GENERATED; count++) yield random.next();
}

/** Tohoku's vocabularies with either dictionary; the small one where they are not there. */
function listCases(mecabDic: DictionaryName): TokenizerCase[] {
  const cases = hasTohoku ? listTohoku() : CHARACTER_CASES.slice(0, 1);
  return cases.map(({ name, config, vocabulary }) => {
    return { name, config: { ...config, mecabDic }, vocabulary };
  });
}

/** A dictionary and a vocabulary, here and in Python. */
class Subject {
  readonly #folder = mkdtempSync(join(tmpdir(), "kanjo-exactness-"));
  readonly #oracle: PythonScript;
  readonly #questions: [what: string, question: Question][];

  constructor(name: DictionaryName, dictionary: Dictionary, { config, ...own }: TokenizerCase) {
    const file = join(this.#folder, "vocab.txt");
    writeFileSync(file, own.vocabulary);
    const kinds = ["--dictionary", name, "--subwords", config.subwordTokenizer];
    this.#oracle = new PythonScript("bert_japanese.py", [file, ...kinds]);
    const tokenizer = loadTokenizer(config, { vocabulary: own.vocabulary, dictionary });
    this.#questions = [
      [`${name}, ${own.name}: tokens and ids`, askTokens(tokenizer)],
      [`${name}: words`, askWords(dictionary)],
    ];
    if (config.subwordTokenizer === "wordpiece") this.#questions.pop();
  }

  async readVersions(): Promise<[string, string][]> {
    return Object.entries((await this.#oracle.read()) ?? {}).map(([name, version]) => {
      return [name, String(version)];
    });
  }

  async compare(sources: readonly TextSource[]): Promise<Row[]> {
    const rows: Row[] = [];
    for (const [what, question] of this.#questions) {
      for (const source of sources) {
        const comparison = await compareTexts(source.texts(), question, this.#oracle);
        const row = { ...comparison, texts: source.name, what };
        process.stderr.write(`${formatRow(row)}\n`);
        rows.push(row);
      }
    }
    return rows;
  }

  close(): void {
    this.#oracle.close();
    rmSync(this.#folder, { recursive: true });
  }
}

function requireNone(rows: readonly Row[]): void {
  const wrong = rows.filter(({ mismatches }) => mismatches > 0);
  if (wrong.length === 0) return;
  const texts = wrong.flatMap(({ what, first }) => first.map((text) => `${what}: ${text}`));
  throw new KanjoError(
    "exactness-mismatch",
    `${wrong.map(formatRow).join("\n")}\nthe first of them:\n${texts.join("\n")}`,
    { hint: "Shorten such a text, and make it a case of a test." },
  );
}

function formatRow({ texts, what, compared, mismatches, failures }: Row): string {
  return `| ${what} | ${texts} | ${compared} | ${mismatches} | ${failures} |`;
}

function describe(rows: readonly Row[], versions: ReadonlyMap<string, string>): string {
  const compared = rows.reduce((sum, row) => sum + row.compared, 0);
  return `### Exactness: \`pnpm bench exactness\`

${describeMachine()}. Against ${[...versions].map((pair) => pair.join(" ")).join(", ")}. ${compared} comparisons, 0 mismatches.

| what | texts | compared | mismatches | transformers itself fails |
| --- | --- | --- | --- | --- |
${rows.map(formatRow).join("\n")}

Code points that only one of the two Unicode versions has are not generated. transformers fails where MeCab cuts a character in pieces, after 65,535 bytes of white space.`;
}
