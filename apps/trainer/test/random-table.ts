/** Tables of random texts and others' columns, as files that `predict` takes; some rows are bad. */
import type { RowFormatName } from "../src/predict/row-format.ts";
import { TINY_CHARACTERS } from "./tiny-classifier.ts";

const LETTERS = [...Object.keys(TINY_CHARACTERS), "は", "。", "🙂"];
const BAD_LINES: Readonly<Record<RowFormatName, readonly string[]>> = {
  csv: ["1,", 'a"b,c', "1,,x"],
  tsv: ["1", "1\t\tx", "1\t2\t3\t4"],
  jsonl: ["{", "{}", '{"text":"\\ud800"}'],
};

/** The file's content; the same for the same seed. */
export function makeRandomTable(format: RowFormatName, rows: number, seed: number): string {
  const random = createRandom(seed);
  const lines = Array.from({ length: rows }, (_, at) => makeLine(format, at, random));
  const header = { csv: ["id,text,note"], tsv: ["id\ttext\tnote"], jsonl: [] }[format];
  return [...header, ...lines].map((line) => `${line}\n`).join("");
}

type Random = (below: number) => number;

function makeLine(format: RowFormatName, at: number, random: Random): string {
  const bad = BAD_LINES[format];
  if (random(20) === 0) return bad[random(bad.length)] ?? "";
  const text = Array.from({ length: 1 + random(8) }, () => LETTERS[random(LETTERS.length)]).join(
    "",
  );
  switch (format) {
    case "csv":
      return random(2) === 0 ? `${at},${text},x` : `"${at}","${text}""\n${text}",`;
    case "tsv":
      return `${at}\t${text}\t"x`;
    case "jsonl":
      return `{"id":${at}.0, "text":${JSON.stringify(text)} }`;
  }
}

/** Numerical Recipes' generator, of 32 bits. */
function createRandom(seed: number): Random {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
