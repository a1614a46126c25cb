/**
 * MARC-ja (Kurihara et al., LREC 2022) from the Japanese part of Amazon's
 * reviews: 1 and 2 stars are negative, 4 and 5 positive, 3 is dropped; markup is
 * taken out; texts of ASCII by nine tenths and those over 500 characters are
 * dropped. Source: yahoojapan/JGLUE, preprocess/marc-ja/scripts/marc-ja.py with
 * the options of its README.
 */
import { dataError } from "../../data-error.ts";
import type { Example } from "../../dataset.ts";
import { type CsvRow, CsvRowReader } from "../csv-rows.ts";
import { stripHtml } from "./strip-html.ts";

export interface Review extends Example {
  readonly id: string;
}

const MOST_CHARACTERS = 500;
const MOST_ASCII = 0.9;

/** @throws KanjoError `data-invalid` with the line */
export async function readReviews(lines: AsyncIterable<string>, name: string): Promise<Review[]> {
  const reader = new CsvRowReader("\t");
  const reviews: Review[] = [];
  let columns: readonly string[] | null = null;
  const take = (row: CsvRow | null): void => {
    if (row === null) return;
    if (columns === null) columns = requireColumns(row.fields, name);
    else reviews.push(...readReview(row, columns, name));
  };
  for await (const line of lines) take(reader.readLine(line));
  take(reader.end());
  return reviews;
}

const NEEDED = ["review_id", "star_rating", "review_body"] as const;

function requireColumns(columns: readonly string[], name: string): readonly string[] {
  const missing = NEEDED.filter((column) => !columns.includes(column));
  if (missing.length === 0) return columns;
  throw dataError(
    `${name}: no column ${missing.join(", ")}, there are: ${columns.join(", ")}`,
    "Expected amazon_reviews_multilingual_JP_v1_00.tsv or .tsv.gz.",
  );
}

function readReview(row: CsvRow, columns: readonly string[], name: string): Review[] {
  const source = `${name}:${row.line}`;
  if (row.fields.length !== columns.length) {
    throw dataError(`${source}: ${row.fields.length} fields, expected ${columns.length}`);
  }
  const [id, rating, body] = NEEDED.map((column) => row.fields[columns.indexOf(column)] ?? "");
  const stars = Number(rating);
  if (!/^[1-5]$/.test(rating ?? "")) {
    throw dataError(`${source}: star_rating is no number from 1 to 5`);
  }
  if (stars === 3) return [];
  const text = stripHtml(body ?? "");
  if (!isKept(text)) return [];
  return [{ id: id ?? "", text, label: stars > 3 ? "positive" : "negative", source }];
}

/** The script would stop at a text that is empty without its markup; it is dropped here. */
function isKept(text: string): boolean {
  if (text.length > 2 * MOST_CHARACTERS) return false;
  const characters = Array.from(text).length;
  const printable = text.match(/[ -~\t\n\v\f\r]/g)?.length ?? 0;
  return characters > 0 && characters <= MOST_CHARACTERS && printable / characters < MOST_ASCII;
}
