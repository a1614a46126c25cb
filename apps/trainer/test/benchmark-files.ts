import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** Splits of made-up data, laid out as JGLUE's and JCoLA's repositories have theirs. */
const SPLITS = ["train", "valid"] as const;
const ROWS = 24;
const ANIMALS = ["犬", "猫", "鳥", "馬", "魚"];

const rows = <Row>(make: (row: number, animal: string) => Row): Row[] =>
  Array.from({ length: ROWS }, (_, row) => make(row, ANIMALS[row % ANIMALS.length] ?? "犬"));

const lines = (records: readonly unknown[]): string =>
  `${records.map((record) => JSON.stringify(record)).join("\n")}\n`;

const BENCHMARK_ROWS: Readonly<Record<string, (split: string) => string>> = {
  "jcola/in_domain_SPLIT-v1.0.json": (split) =>
    lines(
      rows((row, animal) => ({
        sentence:
          row % 2 === 0
            ? `${animal}が${split}で${row}回走る。`
            : `走るが${animal}${row}回${split}で。`,
        label: (row + 1) % 2,
      })),
    ),
  "jglue/jsts-v1.3/SPLIT-v1.3.json": (split) =>
    lines(
      rows((row, animal) => ({
        sentence1: `${animal}が${split}で${row}回走る。`,
        sentence2: row % 2 === 0 ? `${animal}が${row}回走る。` : "空は青い。",
        label: row % 2 === 0 ? 4.5 : 0.25 * (row % 3),
      })),
    ),
  "jglue/jnli-v1.3/SPLIT-v1.3.json": (split) =>
    lines(
      rows((row, animal) => ({
        sentence1: `${animal}が${split}で${row}回走る。`,
        sentence2: [`${animal}が走る。`, `${animal}は走らない。`, "空は青い。"][row % 3],
        label: ["entailment", "contradiction", "neutral"][row % 3],
      })),
    ),
  "jglue/jcommonsenseqa-v1.3/SPLIT-v1.3.json": (split) =>
    lines(
      rows((row, animal) => ({
        q_id: row,
        question: `${split}で${row}回走る${animal}は？`,
        ...Object.fromEntries(ANIMALS.map((choice, index) => [`choice${index}`, choice])),
        label: row % ANIMALS.length,
      })),
    ),
  "jglue/jsquad-v1.3/SPLIT-v1.3.json": (split) =>
    JSON.stringify({
      data: rows((row, animal) => ({
        title: animal,
        paragraphs: [
          {
            context: `${split}${row} [SEP] 庭には${animal}がいて、${"とても".repeat(row * 6)}元気だ。`,
            qas: [
              {
                id: `${split}${row}`,
                question: `${row}番の庭にいるのは？`,
                answers: [{ text: animal, answer_start: `${split}${row} [SEP] 庭には`.length }],
                is_impossible: false,
              },
            ],
          },
        ],
      })),
    }),
};

/** Writes data for every task; that of MARC-ja is found with `mirror` for its lists. */
export async function writeBenchmarkFiles(folder: string, mirror: string): Promise<void> {
  for (const [name, make] of Object.entries(BENCHMARK_ROWS)) {
    for (const split of SPLITS)
      await write(join(folder, name.replaceAll("SPLIT", split)), make(split));
  }
  await write(join(folder, "amazon_reviews_multilingual_JP_v1_00.tsv"), makeReviews());
  const lists = "yahoojapan/JGLUE/preprocess/marc-ja/data";
  for (const list of ["filter_review_id_list", "label_conv_review_id_list"]) {
    for (const split of ["valid", "test"])
      await write(join(mirror, lists, list, `${split}.txt`), "");
  }
}

/** A split has 3 % of them. */
function makeReviews(): string {
  const reviews = Array.from({ length: 200 }, (_, row) =>
    [
      `R${row}`,
      row % 2 === 0 ? 5 : 1,
      `${row}回目も${row % 2 === 0 ? "良い" : "悪い"}品でした。`,
    ].join("\t"),
  );
  return `review_id\tstar_rating\treview_body\n${reviews.join("\n")}\n`;
}

/** Every character of the data, as a vocabulary of characters. */
export function listCharacters(): string[] {
  const texts = Object.values(BENCHMARK_ROWS).flatMap((make) => SPLITS.map(make));
  return [...new Set([...texts, makeReviews()].flatMap((text) => Array.from(text)))]
    .filter((character) => character.trim() !== "")
    .sort();
}

async function write(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}
