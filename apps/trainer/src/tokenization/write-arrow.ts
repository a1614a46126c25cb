/**
 * Arrow IPC files that Python maps without copying. Rows are written as they come,
 * a record batch at a time, so that few of them are in memory at once; most data is
 * one batch, whose columns a reader has in one piece.
 */
import { createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";

import {
  Field,
  Float32,
  Int32,
  List,
  makeData,
  RecordBatch,
  RecordBatchFileWriter,
  Schema,
  Struct,
} from "apache-arrow";

import { RowBuffer } from "./row-buffer.ts";
import type { TokenizedRow } from "./tokenized-row.ts";

/** A column of one number a row. */
export interface ArrowColumn {
  readonly name: string;
  readonly type: "int32" | "float32";
}

/** 16 MB of ids. */
const BATCH_TOKENS = 1 << 22;

/**
 * Columns `input_ids` (list of int32), `second_start` (int32) and those of the
 * rows' targets, one row a row.
 * @param batchTokens a record batch ends when it has so many
 */
export async function writeArrow(
  file: string,
  targets: readonly ArrowColumn[],
  rows: Iterable<TokenizedRow> | AsyncIterable<TokenizedRow>,
  batchTokens = BATCH_TOKENS,
): Promise<void> {
  await pipeline(serialize(makeBatches(targets, rows, batchTokens)), createWriteStream(file));
}

/**
 * The file's bytes. Arrow's own stream is not used: what goes wrong behind it ends the
 * process as a rejection that nobody can handle (21.2).
 */
async function* serialize(batches: AsyncIterable<RecordBatch>): AsyncGenerator<Uint8Array> {
  const writer = new RecordBatchFileWriter();
  const written = writer[Symbol.asyncIterator]();
  let next = written.next();
  for await (const batch of batches) {
    writer.write(batch);
    // What is written is there at once; another chunk would be long in coming.
    for (let chunk = await takeReady(next); chunk !== null; chunk = await takeReady(next)) {
      next = written.next();
      yield chunk;
    }
  }
  writer.close();
  for (let chunk = await next; chunk.done !== true; chunk = await written.next()) {
    yield chunk.value;
  }
}

/** The chunk if it is there already. */
async function takeReady(next: Promise<IteratorResult<Uint8Array>>): Promise<Uint8Array | null> {
  const result = await Promise.race([next, Promise.resolve(null)]);
  return result === null || result.done === true ? null : result.value;
}

/** At least one batch, because the schema is that of the first one. */
async function* makeBatches(
  targets: readonly ArrowColumn[],
  rows: Iterable<TokenizedRow> | AsyncIterable<TokenizedRow>,
  batchTokens: number,
): AsyncGenerator<RecordBatch> {
  const columns: readonly ArrowColumn[] = [{ name: "second_start", type: "int32" }, ...targets];
  const ids = new RowBuffer();
  let offsets = [0];
  let values: number[][] = [];
  let isFirst = true;
  for await (const row of rows) {
    ids.append(row.inputIds);
    offsets.push(ids.length);
    values.push([row.secondStart, ...row.targets]);
    if (ids.length < batchTokens) continue;
    yield makeBatch(columns, ids.take(), offsets, values);
    offsets = [0];
    values = [];
    isFirst = false;
  }
  if (values.length > 0 || isFirst) yield makeBatch(columns, ids.take(), offsets, values);
}

const ITEM = new Field("item", new Int32(), false);

function makeBatch(
  columns: readonly ArrowColumn[],
  ids: Int32Array,
  offsets: readonly number[],
  values: readonly (readonly number[])[],
): RecordBatch {
  const length = values.length;
  const fields = [
    new Field("input_ids", new List(ITEM), false),
    ...columns.map(({ name, type }) => new Field(name, ARROW_TYPES[type], false)),
  ];
  const children = [
    makeData({
      type: new List(ITEM),
      length,
      valueOffsets: Int32Array.from(offsets),
      child: makeData({ type: new Int32(), data: ids }),
    }),
    ...columns.map(({ type }, index) =>
      makeColumn(type, length, (row) => values[row]?.[index] ?? 0),
    ),
  ];
  return new RecordBatch(
    new Schema(fields),
    makeData({ type: new Struct(fields), length, children }),
  );
}

const ARROW_TYPES = { int32: new Int32(), float32: new Float32() } as const;

function makeColumn(type: ArrowColumn["type"], length: number, valueOf: (row: number) => number) {
  const rows = { length };
  return type === "int32"
    ? makeData({ type: new Int32(), data: Int32Array.from(rows, (_, row) => valueOf(row)) })
    : makeData({ type: new Float32(), data: Float32Array.from(rows, (_, row) => valueOf(row)) });
}
