import { createReadStream } from "node:fs";
import { basename } from "node:path";
import { createGunzip } from "node:zlib";

import { KanjoError, messageOf } from "@kanjo/shared/error";

import type { DataSource } from "../../../recipe/data-source.ts";
import { decodeLines } from "../../../terminal/decode-lines.ts";
import { dataError } from "../../data-error.ts";
import { type ClassificationDataset, SPLITS } from "../../dataset.ts";
import type { LoadOptions } from "../../load-options.ts";
import { shuffleLikePython } from "./python-random.ts";
import { readReviews, type Review } from "./read-marc-ja.ts";
import { fetchReviewLists, type ReviewLists } from "./review-lists.ts";

type MarcJaSource = Extract<DataSource, { format: "marc-ja" }>;

const SEED = 1;
const TRAIN_SHARE = 0.94;
const VALIDATION_SHARE = 0.03;

/** Rows of JGLUE's own MARC-ja. */
const JGLUE_ROWS = { train: 187_528, validation: 5_654, test: 5_639 };
/** A file with fewer reviews than this is an excerpt. */
const WHOLE_FILE_REVIEWS = 150_000;

/**
 * MARC-ja with JGLUE's splits, from a local file and the lists of JGLUE's repository.
 * @throws KanjoError `data-invalid`, `remote-*`
 */
export async function loadMarcJa(
  { files }: MarcJaSource,
  options: LoadOptions,
): Promise<ClassificationDataset> {
  const reviews = shuffleLikePython(await readFileReviews(files), SEED);
  const trainEnd = Math.trunc(reviews.length * TRAIN_SHARE);
  const validationEnd = Math.trunc(reviews.length * (TRAIN_SHARE + VALIDATION_SHARE));
  const [valid, test] = [
    await fetchReviewLists("valid", options),
    await fetchReviewLists("test", options),
  ];
  const splits = {
    train: reviews.slice(0, trainEnd).map(toExample),
    validation: applyLists(reviews.slice(trainEnd, validationEnd), valid),
    test: applyLists(reviews.slice(validationEnd), test),
  };
  if (reviews.length >= WHOLE_FILE_REVIEWS) reportDifferences(splits, options);
  return { task: "classification", labels: ["positive", "negative"], splits, carved: [] };
}

async function readFileReviews(file: string): Promise<Review[]> {
  const bytes = createReadStream(file);
  const content = file.endsWith(".gz") ? bytes.pipe(createGunzip()) : bytes;
  bytes.on("error", (error) => content.destroy(error));
  try {
    return await readReviews(decodeLines(content), basename(file));
  } catch (cause) {
    if (cause instanceof KanjoError) throw cause;
    throw dataError(
      `${file}: ${messageOf(cause)}`,
      "Is the path right, and the file whole?",
      cause,
    );
  }
}

function applyLists(reviews: readonly Review[], { dropped, corrected }: ReviewLists) {
  return reviews
    .filter(({ id }) => !dropped.has(id))
    .map((review) => ({ ...toExample(review), label: corrected.get(review.id) ?? review.label }));
}

function toExample({ text, label, source }: Review) {
  return { text, label, source };
}

function reportDifferences(
  splits: ClassificationDataset["splits"],
  { reporter }: LoadOptions,
): void {
  for (const split of SPLITS) {
    const rows = splits[split].length;
    if (rows === JGLUE_ROWS[split]) continue;
    reporter.line("warning", `${rows} ${split} rows, JGLUE's MARC-ja has ${JGLUE_ROWS[split]}`);
  }
}
