import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

import { describe, expect, test } from "vitest";
import * as z from "zod";

import { createRandom } from "../../test/random-rows.ts";
import { createRandom as createPicker, writeSyntheticText } from "../../test/synthetic-text.ts";
import type { Example } from "../dataset/dataset.ts";
import { findNeighbours } from "./near-neighbours.ts";
import { computeFisherP } from "./shortcuts/fisher-exact.ts";
import { chooseSuspects } from "./shortcuts/suspects.ts";

const python = process.env["KANJO_PYTHON"] ?? "python3";
const hasOracle = spawnSync(python, ["-c", "import sklearn, scipy"]).status === 0;
if (!hasOracle) {
  process.stderr.write("skipped: scikit-learn's similarities, because KANJO_PYTHON lacks it\n");
}
const script = fileURLToPath(new URL("../../test/analysis_oracle.py", import.meta.url));

const Oracle = z.object({
  similarities: z.array(z.array(z.array(z.number()))),
  fisher: z.array(z.number()),
  association: z.array(z.number()),
});

interface Request {
  readonly cases: readonly {
    readonly texts: readonly string[];
    readonly others: readonly string[];
  }[];
  readonly hits: readonly (readonly number[])[];
  readonly tables: readonly (readonly (readonly number[])[])[];
}

function askOracle(request: Request): z.infer<typeof Oracle> {
  const { stdout, stderr } = spawnSync(python, [script], {
    input: JSON.stringify(request),
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  expect(stdout, stderr).not.toBe("");
  return Oracle.parse(JSON.parse(stdout));
}

function writeReviews(seed: number, count: number): string[] {
  const random = createPicker(seed);
  return Array.from({ length: count }, () => writeSyntheticText(random).text);
}

const CASES: Request["cases"] = [
  { texts: writeReviews(1, 30), others: writeReviews(2, 200) },
  // Width, case, space, surrogate pairs, n-grams that nothing else has, and texts of hardly any.
  {
    texts: ["ﾃﾚﾋﾞ　ＡＢＣ  best", "😀😁😀", "あ", "", "鬱鬱", "ああああああ"],
    others: ["テレビ abc BEST", "😀😂", "い", " ", "あ", "ああああ", "😀😁😀"],
  },
  { texts: ["良い"], others: ["良い"] },
];

function makeExamples(texts: readonly string[], file: string): Example[] {
  return texts.map((text, row) => ({ text, label: "a", source: `${file}:${row + 1}` }));
}

/** By place of the text and of the other. */
function compareAll({ texts, others }: Request["cases"][number]): number[][] {
  const options = { count: others.length, leastSimilarity: -1 };
  const near = findNeighbours(
    makeExamples(texts, "texts"),
    makeExamples(others, "others"),
    options,
  );
  return near.map((neighbours) => {
    const bySource = new Map(neighbours.map(({ source, similarity }) => [source, similarity]));
    return others.map((_, row) => bySource.get(`others:${row + 1}`) ?? Number.NaN);
  });
}

const HITS: readonly Hits[] = [
  [0, 1, 0, 1],
  [1, 1, 0, 1],
  [5, 5, 0, 20],
  [0, 5, 20, 20],
  [8, 8, 0, 0],
  [40, 40, 40, 40],
  [14, 40, 1, 40],
  [39, 40, 2, 40],
  [40, 40, 0, 40],
  [3, 1_000, 1, 2_000],
  [700, 1_000, 1_300, 2_000],
  ...makeRandomHits(createRandom(5), 200),
];

/** Of one group, of how many, and of the other, of how many. */
type Hits = readonly [number, number, number, number];

function makeRandomHits(random: () => number, count: number): Hits[] {
  return Array.from({ length: count }, () => {
    const [one, other] = [1 + Math.floor(random() * 60), Math.floor(random() * 90)];
    return [
      Math.floor(random() * (one + 1)),
      one,
      Math.floor(random() * (other + 1)),
      other,
    ] as const;
  });
}

/** Texts that are given the label and those that are not, with each phrase: [with, without]. */
const PHRASES = makeRandomPhrases(createRandom(9), 60);
const LABELLED = { with: 90, without: 150 };

function makeRandomPhrases(random: () => number, count: number): (readonly [number, number])[] {
  return Array.from({ length: count }, () => [
    1 + Math.floor(random() * 60),
    Math.floor(random() * 40),
  ]);
}

function makeTable([both, other]: readonly [number, number]): number[][] {
  return [
    [both, other],
    [LABELLED.with - both, LABELLED.without - other],
  ];
}

describe.skipIf(!hasOracle)("scikit-learn and SciPy agree", () => {
  const request = { cases: CASES, hits: HITS, tables: PHRASES.map(makeTable) };
  const oracle = hasOracle ? askOracle(request) : { similarities: [], fisher: [], association: [] };

  test.each(CASES.map((one, index) => [index, one] as const))(
    "about how similar texts are: case %i",
    (index, one) => {
      expect(compareAll(one)).toEqual(
        oracle.similarities[index]?.map((row) => row.map((value) => expect.closeTo(value, 12))),
      );
    },
  );

  test("about Fisher's test, of few and of many, and far out", () => {
    HITS.forEach((hits, index) => {
      expect(computeFisherP(...hits) / (oracle.fisher[index] ?? 0), String(hits)).toBeCloseTo(1, 9);
    });
    expect(Math.min(...oracle.fisher)).toBeLessThan(1e-20);
  });

  test("about which phrases go together with a label, and how much", () => {
    const { with: yes, without: no } = LABELLED;
    const predicted = Array.from({ length: yes + no }, (_, row) => (row < yes ? "a" : "b"));
    const rank = (label: string, isRaised: (table: number[][]) => boolean) =>
      PHRASES.map((phrase, index) => ({ table: makeTable(phrase), index }))
        .filter(({ table, index }) => isRaised(table) && (oracle.association[index] ?? 0) >= 3.84)
        .sort(
          (one, other) =>
            (oracle.association[other.index] ?? 0) - (oracle.association[one.index] ?? 0),
        )
        .map(({ index }) => `${label} ${nameOf(index)}`);
    const expected = [
      ...rank("a", (table) => computeOddsRatio(table) >= 2),
      ...rank("b", (table) => 1 / computeOddsRatio(table) >= 2),
    ];
    const phrases = PHRASES.map(([both, other], index) => ({
      text: nameOf(index),
      rows: [
        ...Array.from({ length: both }, (_, row) => row),
        ...Array.from({ length: other }, (_, row) => yes + row),
      ],
    }));
    const suspects = chooseSuspects(phrases, predicted, ["a", "b"], 2 * PHRASES.length);
    expect(suspects.map(({ label, text }) => `${label} ${text}`)).toEqual(expected);
    expect(expected.length).toBeGreaterThan(10);
    expect(expected.length).toBeLessThan(PHRASES.length - 10);
  });
});

/** Of phrases that cannot overlap, and of the same length. */
function nameOf(index: number): string {
  return String.fromCodePoint(0x4e00 + index);
}

function computeOddsRatio(table: readonly (readonly number[])[]): number {
  const [[a = 0, b = 0] = [], [c = 0, d = 0] = []] = table;
  return ((a + 0.5) * (d + 0.5)) / ((b + 0.5) * (c + 0.5));
}
