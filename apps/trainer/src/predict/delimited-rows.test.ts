import { parse } from "csv-parse/sync";
import { stringify } from "csv-stringify/sync";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { collect, makeInput } from "../../test/opened-input.ts";
import { makeAnswerColumns } from "./answer-columns.ts";
import { CSV, TSV } from "./delimited-fields.ts";
import { createDelimitedFormat } from "./delimited-rows.ts";
import { MAX_LINE_BYTES } from "./read-lines.ts";
import { type Row, START, type TextRow } from "./row.ts";

const calibration = { temperature: 1, thresholds: [], abstain: null };
const columns = makeAnswerColumns(
  { name: "m", version: "v1", labels: ["a", 'b,"c"'], calibration },
  "",
);
const ANSWER = { label: 'b,"c"', score: 0.75, scores: { a: 0.25, 'b,"c"': 0.75 } };
const answer = { ...ANSWER, tokens: 3, truncated: false };
const openCsv = createDelimitedFormat(CSV, "text", columns);

async function readCsv(content: string | Uint8Array, chunkBytes?: number): Promise<Row[]> {
  const { rows } = await openCsv(makeInput(content, chunkBytes), START);
  return collect(rows);
}

function isText(row: Row): row is TextRow {
  return row.kind === "text";
}

function show(row: Row): readonly [number, string, string] {
  return [row.line, row.kind, row.kind === "text" ? row.text : row.reason];
}

const field = fc.string({
  unit: fc.constantFrom("あ", "a", " ", ",", '"', "\n", "\r\n", "\t", "🙂"),
});
const text = field.filter((value) => value.trim() !== "");
const records = fc.array(fc.tuple(field, text, field), { maxLength: 12 });

describe("what csv-stringify writes", () => {
  test("is read as csv-parse reads it, and comes back with its columns unchanged", async () => {
    const dialect = fc.record({
      record_delimiter: fc.constantFrom<"\n" | "\r\n">("\n", "\r\n"),
      bom: fc.boolean(),
      quoted: fc.boolean(),
      eof: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(
        records,
        dialect,
        fc.integer({ min: 1, max: 40 }),
        async (own, how, size) => {
          // Of line ends, only its own is quoted by itself.
          const options = { ...how, quoted_match: /[\n\r]/ };
          const content = stringify([["id", "text", "note"], ...own], options);
          const opened = await openCsv(makeInput(content, size), START);
          const rows = await collect(opened.rows);
          expect(rows.map(show).map(([, , shown]) => shown)).toEqual(own.map(([, one]) => one));
          const written = rows.filter(isText).map((row) => opened.append(row, answer));
          const [header, ...labelled] = parse(`${opened.header}${written.join("")}`, {
            bom: true,
            record_delimiter: ["\r\n", "\n"],
          });
          const added = [
            "label",
            "score",
            "scores.a",
            'scores.b,"c"',
            "abstained",
            "model",
            "version",
          ];
          expect(header).toEqual(["id", "text", "note", ...added]);
          const values = ['b,"c"', "0.75", "0.25", "0.75", "false", "m", "v1"];
          expect(labelled).toEqual(own.map((record) => [...record, ...values]));
        },
      ),
    );
  });
});

test("rows keep their bytes, quotes that are not needed and their line's end", async () => {
  const content = '\uFEFF"id",text\r\n"1","a""b"\r\n2,c\n3, d ';
  const opened = await openCsv(makeInput(content), START);
  const rows = await collect(opened.rows);
  const written = rows.filter(isText).map((row) => opened.append(row, answer));
  const added = ',"b,""c""",0.75,0.25,0.75,false,m,v1';
  expect(opened.header).toMatch(/^\uFEFF"id",text,label,score,.*\r\n$/);
  expect(written).toEqual([`"1","a""b"${added}\r\n`, `2,c${added}\n`, `3, d ${added}\r\n`]);
});

const garbage = fc.array(fc.constantFrom(0x61, 0x2c, 0x22, 0x0a, 0x0d, 0xff), { maxLength: 80 });

describe("whatever the bytes are", () => {
  const open = async (content: readonly number[], size: number) => {
    const bytes = Buffer.concat([Buffer.from("text,x\n"), Buffer.from(content)]);
    return { bytes, input: makeInput(bytes, size) };
  };

  test("each of them belongs to one row, but for line ends", async () => {
    await fc.assert(
      fc.asyncProperty(garbage, fc.integer({ min: 1, max: 9 }), async (content, size) => {
        const { bytes, input } = await open(content, size);
        const rows = await collect((await openCsv(input, START)).rows);
        const parts = rows.map((row) =>
          row.kind === "text" ? Buffer.from(row.source) : row.bytes,
        );
        const ends = /[\r\n]/g;
        const found = Buffer.concat(parts).toString("latin1").replaceAll(ends, "");
        expect(found).toBe(bytes.subarray(7).toString("latin1").replaceAll(ends, ""));
      }),
      { numRuns: 500 },
    );
  });

  test("reading goes on behind any row as if it had not paused", async () => {
    await fc.assert(
      fc.asyncProperty(garbage, fc.nat(), async (content, chosen) => {
        const { input } = await open(content, 7);
        const rows = await collect((await openCsv(input, START)).rows);
        const at = rows.length === 0 ? 0 : chosen % rows.length;
        const from = rows[at]?.after ?? START;
        const rest = await collect((await openCsv(input, from)).rows);
        expect(rest).toEqual(rows.slice(at + 1));
      }),
      { numRuns: 500 },
    );
  });

  test("a row of text is one that csv-parse reads, with the same fields", async () => {
    await fc.assert(
      fc.asyncProperty(garbage, async (content) => {
        const { input } = await open(content, 64);
        const rows = await collect((await openCsv(input, START)).rows);
        for (const row of rows.filter(isText)) {
          const options = { record_delimiter: ["\r\n", "\n"] };
          const [parsed, ...others] = parse(row.source, options);
          expect(others).toEqual([]);
          expect(parsed).toHaveLength(2);
          expect(parsed?.[0]).toBe(row.text);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe("a bad row costs itself and no other", () => {
  test.each([
    ["utf8-invalid", Buffer.from([0x61, 0xff, 0x2c])],
    ["quotes-malformed", Buffer.from('a"b,x')],
    ["quotes-malformed", Buffer.from('"a"b,x')],
    ["quotes-malformed", Buffer.from('"a,x')],
    ["fields-missing", Buffer.from("a")],
    ["fields-extra", Buffer.from("a,b,c")],
    ["text-empty", Buffer.from(",x")],
    ["text-empty", Buffer.from('" 　",x')],
    ["row-too-long", Buffer.from(`${"a".repeat(MAX_LINE_BYTES)},x`)],
  ])("%s: %#", async (reason, bad) => {
    const content = Buffer.concat([
      Buffer.from('text,x\ngood,1\n\n"also\ngood",2\n'),
      bad,
      Buffer.from('\n"last ""one""",3\n'),
    ]);
    expect((await readCsv(content)).map(show)).toEqual([
      [2, "text", "good"],
      [4, "text", "also\ngood"],
      [6, "bad", reason],
      [7, "text", 'last "one"'],
    ]);
  });

  test("a quote that is never closed, with everything behind it", async () => {
    const rows = await readCsv('text,x\n"a,1\nb,2\nc,3');
    expect(rows.map(show)).toEqual([
      [2, "bad", "quote-unclosed"],
      [3, "text", "b"],
      [4, "text", "c"],
    ]);
  });

  test("a quote that is closed in another row by chance", async () => {
    const rows = await readCsv('text,x\n"a,1\nb,2\n"c",3\nd,4\n');
    expect(rows.map(show)).toEqual([
      [2, "bad", "quotes-malformed"],
      [3, "text", "b"],
      [4, "text", "c"],
      [5, "text", "d"],
    ]);
  });

  test("a quote that is not closed within what a row may have", async () => {
    const lines = 10 + MAX_LINE_BYTES / 1024;
    const rows = await readCsv(`text,x\n"a,1\n${`b,${"2".repeat(1021)}\n`.repeat(lines)}c,"3"\n`);
    expect(rows.slice(0, 2).map(show)).toEqual([
      [2, "bad", "quote-unclosed"],
      [3, "text", "b"],
    ]);
    expect(rows).toHaveLength(2 + lines);
  });

  test("a quote that is not closed within as many lines as a row may have", async () => {
    const rows = await readCsv(`text,x\n"a,1\n${"\n".repeat(100_000)}b,"2"\n`);
    expect(rows.map(show)).toEqual([
      [2, "bad", "quote-unclosed"],
      [100_003, "text", "b"],
    ]);
  });

  test("a line of a quoted field that is cut is not taken for its end", async () => {
    const rows = await readCsv(`text,x\n"a\n",${"b".repeat(MAX_LINE_BYTES)}\nc,3\n`);
    expect(rows.map(show)).toEqual([
      [2, "bad", "quote-unclosed"],
      [3, "bad", "row-too-long"],
      [4, "text", "c"],
    ]);
  });
});

test("in TSV quotes are ordinary characters", async () => {
  const plain = makeAnswerColumns({ name: "m", version: "v", labels: ["a"], calibration }, "");
  const openTsv = createDelimitedFormat(TSV, "text", plain);
  const opened = await openTsv(makeInput('text\tx\n"a\t1\nb""\t2\n'), START);
  const rows = await collect(opened.rows);
  expect(rows.map(show)).toEqual([
    [2, "text", '"a'],
    [3, "text", 'b""'],
  ]);
  const [first] = rows.filter(isText).map((row) => opened.append(row, answer));
  expect(first).toBe('"a\t1\tb,"c"\t0.75\t0.25\tfalse\tm\tv\n');
});

test("TSV refuses a label that it cannot hold", async () => {
  const tabbed = makeAnswerColumns({ name: "m", version: "v", labels: ["a\tb"], calibration }, "");
  const opening = createDelimitedFormat(TSV, "text", tabbed)(makeInput("text\n"), START);
  await expect(opening).rejects.toMatchObject({ code: "label-unwritable" });
});

describe("a header that will not do is refused, and shows no text", () => {
  test.each([
    ["nothing", "", "input is empty"],
    ["empty lines", "\n\n", "input has no header"],
    ["no such column", "id,body\n", 'no column "text", there are: "id", "body"'],
    ["the column twice", "text,text\n", 'more than one column "text"'],
    ["a text in its place", `${"よ".repeat(40)},b\n`, "there are: (40 characters)"],
    ["a quote that is not closed", '"text\n', "a quote is never closed"],
  ])("%s", async (_what, content, message) => {
    await expect(openCsv(makeInput(content), START)).rejects.toMatchObject({
      code: "input-invalid",
      message: expect.stringContaining(message),
    });
  });

  test("another encoding", async () => {
    // テキスト in CP932.
    const cp932 = Buffer.from([0x83, 0x65, 0x83, 0x4c, 0x83, 0x58, 0x83, 0x67, 0x0a]);
    await expect(openCsv(makeInput(cp932), START)).rejects.toMatchObject({
      code: "input-invalid",
      hint: expect.stringContaining("CP932"),
    });
  });

  test("columns that the answer would overwrite", async () => {
    await expect(openCsv(makeInput("text,version,label\n"), START)).rejects.toMatchObject({
      code: "columns-taken",
      message: expect.stringContaining("label, version"),
      hint: expect.stringContaining("--prefix"),
    });
  });
});
