/**
 * An ONNX classifier without a training: the logits are the mean of one row a
 * token of a table. Written as protobuf by hand (onnx.proto3, IR version 8), so
 * that tests need no Python.
 */
import { Buffer } from "node:buffer";

/** ONNX's numbers of tensor types. */
const [FLOAT, INT64] = [1, 7];

/**
 * The bytes of a model with the inputs and outputs of an export.
 * @param table one row a token of the vocabulary, one number a label
 */
export function makeTinyModel(table: readonly (readonly number[])[]): Buffer {
  const labels = table[0]?.length ?? 0;
  const inputs = ["input_ids", "attention_mask", "token_type_ids"];
  const graph = concat([
    field(1, node("Gather", ["table", "input_ids"], "rows")),
    field(1, node("ReduceMean", ["rows"], "logits", [intsAttribute("axes", [1]), KEEP_NO_DIMS])),
    field(2, "tiny"),
    field(5, tensor("table", [table.length, labels], table.flat())),
    ...inputs.map((name) => field(11, valueInfo(name, INT64, ["batch", "sequence"]))),
    field(12, valueInfo("logits", FLOAT, ["batch", labels])),
  ]);
  return concat([number(1, 8), field(7, graph), field(8, number(2, 13))]);
}

function node(
  operator: string,
  inputs: readonly string[],
  output: string,
  attributes: Buffer[] = [],
) {
  return concat([
    ...inputs.map((name) => field(1, name)),
    field(2, output),
    field(4, operator),
    ...attributes.map((attribute) => field(5, attribute)),
  ]);
}

const KEEP_NO_DIMS = concat([field(1, "keepdims"), number(3, 0), number(20, 2)]);

function intsAttribute(name: string, values: readonly number[]): Buffer {
  return concat([field(1, name), ...values.map((value) => number(8, value)), number(20, 7)]);
}

function tensor(name: string, dims: readonly number[], values: readonly number[]): Buffer {
  return concat([
    ...dims.map((size) => number(1, size)),
    number(2, FLOAT),
    field(8, name),
    field(9, Buffer.from(Float32Array.from(values).buffer)),
  ]);
}

function valueInfo(name: string, type: number, dims: readonly (string | number)[]): Buffer {
  const shape = dims.map((dim) =>
    field(1, typeof dim === "string" ? field(2, dim) : number(1, dim)),
  );
  const tensorType = concat([number(1, type), field(2, concat(shape))]);
  return concat([field(1, name), field(2, field(1, tensorType))]);
}

/** A length-delimited field. */
function field(tag: number, content: string | Buffer): Buffer {
  const bytes = Buffer.from(content);
  return concat([varint(tag * 8 + 2), varint(bytes.length), bytes]);
}

function number(tag: number, value: number): Buffer {
  return concat([varint(tag * 8), varint(value)]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  return Buffer.from([...bytes, rest]);
}

function concat(parts: readonly Buffer[]): Buffer {
  return Buffer.concat(parts);
}
