/**
 * Answers to rows in the rows' order, from all workers at once. What is under way is
 * bounded: so many batches, each of so many rows and bytes. Nothing is read while
 * whoever takes the answers is behind.
 */
import type { ClassifiedText } from "@kanjo/shared/classifier";

import type { ClassifierPool } from "../inference/classifier-pool.ts";
import type { BadRow, Position, Row, TextRow } from "./row.ts";

export type LabelledRow = (TextRow & { readonly answer: ClassifiedText }) | BadRow;

export interface LabelledBatch {
  readonly rows: readonly LabelledRow[];
  /** Where reading goes on. */
  readonly after: Position;
}

/** A request of a worker: with a small model some milliseconds. */
const BATCH_ROWS = 32;
const BATCH_BYTES = 1 << 17;
/** Batches under way for each worker, so that it finds the next one when it is done. */
const BATCHES_PER_WORKER = 4;

/**
 * @param stop when it is aborted nothing more is read, and what was read is still answered
 * @throws KanjoError what the rows and the pool throw
 */
export async function* labelRows(
  rows: AsyncIterable<Row>,
  pool: Pick<ClassifierPool, "classify" | "workers">,
  stop: AbortSignal,
): AsyncGenerator<LabelledBatch> {
  const underWay: Promise<LabelledBatch>[] = [];
  for await (const batch of gatherBatches(rows)) {
    const labelled = labelBatch(batch, pool);
    // A failure is met in its turn, which may be after others.
    labelled.catch(() => {});
    underWay.push(labelled);
    if (stop.aborted) break;
    if (underWay.length < pool.workers * BATCHES_PER_WORKER) continue;
    const first = underWay.shift();
    if (first !== undefined) yield await first;
  }
  for (const labelled of underWay) yield await labelled;
}

async function* gatherBatches(rows: AsyncIterable<Row>): AsyncGenerator<[Row, ...Row[]]> {
  let batch: Row[] = [];
  let bytes = 0;
  for await (const row of rows) {
    batch.push(row);
    bytes += row.kind === "text" ? row.source.length : row.bytes.length;
    if (batch.length < BATCH_ROWS && bytes < BATCH_BYTES) continue;
    const [first, ...rest] = batch;
    if (first !== undefined) yield [first, ...rest];
    batch = [];
    bytes = 0;
  }
  const [first, ...rest] = batch;
  if (first !== undefined) yield [first, ...rest];
}

async function labelBatch(
  rows: readonly [Row, ...Row[]],
  pool: Pick<ClassifierPool, "classify">,
): Promise<LabelledBatch> {
  const texts = rows.flatMap((row) => (row.kind === "text" ? [row.text] : []));
  const answers = texts.length === 0 ? [] : await pool.classify(texts);
  const next = answers.values();
  return { rows: rows.map((row) => withAnswer(row, next)), after: lastOf(rows).after };
}

function withAnswer(row: Row, answers: Iterator<ClassifiedText>): LabelledRow {
  if (row.kind === "bad") return row;
  const { value: answer, done } = answers.next();
  if (done === true) throw new Error(`row ${row.number} was not answered`);
  return { ...row, answer };
}

function lastOf(rows: readonly [Row, ...Row[]]): Row {
  return rows.at(-1) ?? rows[0];
}
