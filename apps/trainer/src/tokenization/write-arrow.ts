import { writeFile } from "node:fs/promises";

import {
  Field,
  Int32,
  List,
  makeData,
  RecordBatch,
  Schema,
  Struct,
  Table,
  tableToIPC,
} from "apache-arrow";

import type { TokenizedSplit } from "./tokenize-split.ts";

/**
 * Writes a split as an Arrow IPC file that Python maps without copying:
 * columns `input_ids` (list of int32) and `label` (int32), one row an example.
 */
export async function writeArrow(file: string, split: TokenizedSplit): Promise<void> {
  const idField = new Field("item", new Int32(), false);
  const fields = [
    new Field("input_ids", new List(idField), false),
    new Field("label", new Int32(), false),
  ];
  const length = split.labels.length;
  const inputIds = makeData({
    type: new List(idField),
    length,
    valueOffsets: offsetsOf(split.inputIds),
    child: makeData({ type: new Int32(), data: concatenate(split.inputIds) }),
  });
  const label = makeData({ type: new Int32(), data: split.labels });
  const schema = new Schema(fields);
  const batch = new RecordBatch(
    schema,
    makeData({ type: new Struct(fields), length, children: [inputIds, label] }),
  );
  await writeFile(file, tableToIPC(new Table(schema, batch), "file"));
}

function offsetsOf(arrays: readonly Int32Array[]): Int32Array {
  const offsets = new Int32Array(arrays.length + 1);
  arrays.forEach((array, index) => {
    offsets[index + 1] = (offsets[index] ?? 0) + array.length;
  });
  return offsets;
}

function concatenate(arrays: readonly Int32Array[]): Int32Array {
  const all = new Int32Array(arrays.reduce((total, array) => total + array.length, 0));
  let at = 0;
  for (const array of arrays) {
    all.set(array, at);
    at += array.length;
  }
  return all;
}
