import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { afterAll, describe, expect, test } from "vitest";

import { whyNoOracle } from "../../../../packages/shared/test/oracle/python.ts";
import type { TokenizedRow } from "./tokenized-row.ts";
import { type ArrowColumn, writeArrow } from "./write-arrow.ts";

const python = process.env["KANJO_PYTHON"] ?? "python3";
const script = fileURLToPath(new URL("../../test/arrow_columns.py", import.meta.url));
const reason = whyNoOracle();
if (reason !== undefined) process.stderr.write(`skipped: ${reason}\n`);

const folder = mkdtempSync(join(tmpdir(), "kanjo-arrow-"));
afterAll(() => rmSync(folder, { recursive: true }));

const COLUMNS: readonly ArrowColumn[] = [
  { name: "label", type: "int32" },
  { name: "target", type: "float32" },
];
const ROWS: readonly TokenizedRow[] = [
  makeRow([2, 7, 3, 8, 3], 3, [1, 0.5]),
  makeRow([2, 3], 2, [0, -2.25]),
  makeRow([2, 9, 9, 9, 3], 5, [4, 1e9]),
];
const TYPES = {
  input_ids: "list<item: int32 not null>",
  second_start: "int32",
  label: "int32",
  target: "float",
};

function makeRow(
  ids: readonly number[],
  secondStart: number,
  targets: readonly number[],
): TokenizedRow {
  return { inputIds: Int32Array.from(ids), secondStart, targets, truncated: false };
}

async function readWritten(rows: readonly TokenizedRow[], batchTokens?: number): Promise<unknown> {
  const file = join(folder, "rows.arrow");
  await writeArrow(file, COLUMNS, rows, batchTokens);
  return JSON.parse(execFileSync(python, [script, file], { encoding: "utf8" }));
}

function columnsOf(rows: readonly TokenizedRow[]): unknown {
  return {
    input_ids: rows.map(({ inputIds }) => [...inputIds]),
    second_start: rows.map(({ secondStart }) => secondStart),
    label: rows.map(({ targets }) => targets[0]),
    target: rows.map(({ targets }) => targets[1]),
  };
}

describe.skipIf(reason !== undefined)("an Arrow file, as pyarrow maps it", () => {
  test("has the rows in one batch, without a copy", async () => {
    expect(await readWritten(ROWS)).toEqual({
      batches: 1,
      copied: 0,
      types: TYPES,
      columns: columnsOf(ROWS),
    });
  });

  test("has as many batches as the tokens ask for, and the same rows", async () => {
    expect(await readWritten(ROWS, 6)).toMatchObject({ batches: 2, columns: columnsOf(ROWS) });
    expect(await readWritten(ROWS, 1)).toMatchObject({ batches: 3, columns: columnsOf(ROWS) });
  });

  test("of no rows has the columns", async () => {
    expect(await readWritten([])).toMatchObject({ types: TYPES, columns: columnsOf([]) });
  });

  test("of more rows than its buffer begins with has them all", async () => {
    const rows = Array.from({ length: 5_000 }, (_, at) =>
      makeRow([2, at, at + 1, at + 2, 3], 5, [at, at / 2]),
    );
    expect(await readWritten(rows)).toMatchObject({ batches: 1, columns: columnsOf(rows) });
  });
});

test("a row that cannot be made leaves its error", async () => {
  function* makeRows(): Generator<TokenizedRow> {
    yield makeRow([2, 3], 2, [0, 0]);
    throw new Error("row 2 is bad");
  }
  await expect(writeArrow(join(folder, "bad.arrow"), COLUMNS, makeRows())).rejects.toThrow(
    "row 2 is bad",
  );
});
