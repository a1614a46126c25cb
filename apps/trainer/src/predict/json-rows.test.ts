import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { collect, makeInput } from "../../test/opened-input.ts";
import { makeAnswerColumns } from "./answer-columns.ts";
import { createJsonFormat } from "./json-rows.ts";
import { MAX_LINE_BYTES } from "./read-lines.ts";
import { type Row, START, type TextRow } from "./row.ts";

const calibration = {
  temperature: 1,
  thresholds: [],
  abstain: { below: 0.8, coverage: 1, accuracy: 1 },
};
const manifest = { name: "m", version: "v1", labels: ["a", "b"], calibration };
const answer = {
  label: "b",
  score: 0.75,
  scores: { a: 0.25, b: 0.75 },
  tokens: 3,
  truncated: false,
};
const MEMBERS = {
  label: "b",
  score: 0.75,
  scores: { a: 0.25, b: 0.75 },
  abstained: true,
  model: "m",
  version: "v1",
};
const openJson = createJsonFormat("text", makeAnswerColumns(manifest, ""));

function isText(row: Row): row is TextRow {
  return row.kind === "text";
}

function show(row: Row): readonly [number, string, string] {
  return [row.line, row.kind, row.kind === "text" ? row.text : row.reason];
}

async function label(content: string | Uint8Array, chunkBytes?: number): Promise<string[]> {
  const { rows, append } = await openJson(makeInput(content, chunkBytes), START);
  return (await collect(rows)).filter(isText).map((row) => append(row, answer));
}

test("objects keep all their members, and get the answer's", async () => {
  const text = fc.string({ unit: "grapheme", minLength: 1 }).filter((one) => one.trim() !== "");
  const row = fc
    .tuple(fc.dictionary(fc.string({ unit: "grapheme" }), fc.jsonValue()), text)
    .map(([others, own]) => ({ ...others, text: own }))
    .filter((value) => Object.keys(MEMBERS).every((name) => !(name in value)));
  await fc.assert(
    fc.asyncProperty(fc.array(row), fc.integer({ min: 1, max: 50 }), async (rows, size) => {
      const content = rows.map((one) => `${JSON.stringify(one)}\n`).join("");
      const lines = await label(content, size);
      expect(lines.map((line) => JSON.parse(line))).toEqual(
        rows.map((one) => ({ ...JSON.parse(JSON.stringify(one)), ...MEMBERS })),
      );
    }),
  );
});

test.each([
  ['{"n":12345678901234567890,"text":"a"}', '{"n":12345678901234567890,"text":"a",'],
  ['  { "x": 1.0e2, "text": "\\u3042" }  ', '  { "x": 1.0e2, "text": "\\u3042",'],
  ['{"a":1,"a":2,"text":"}"}', '{"a":1,"a":2,"text":"}",'],
  ['{"half":"\\ud800","text":"a"}', '{"half":"\\ud800","text":"a",'],
])("values stay as they are written: %s", async (line, expected) => {
  const added = JSON.stringify(MEMBERS).slice(1);
  expect(await label(`${line}\r\n${line}`)).toEqual([
    `${expected}${added}\r\n`,
    `${expected}${added}\n`,
  ]);
});

test("a prefix is put before every new member", async () => {
  const { rows, append } = await createJsonFormat("text", makeAnswerColumns(manifest, "p_"))(
    makeInput('{"text":"a","label":1}'),
    START,
  );
  const row = (await collect(rows)).find(isText);
  const written = row === undefined ? "" : append(row, answer);
  expect(Object.keys(JSON.parse(written))).toEqual([
    "text",
    "label",
    ...Object.keys(MEMBERS).map((name) => `p_${name}`),
  ]);
});

test("bad lines are told apart, and others go on", async () => {
  const long = JSON.stringify({ text: "a".repeat(MAX_LINE_BYTES) });
  const cases: readonly (readonly [string | Buffer, string])[] = [
    [Buffer.from([0x7b, 0xff, 0x7d]), "utf8-invalid"],
    ['{"text":', "json-invalid"],
    ["[1]", "json-not-object"],
    ["null", "json-not-object"],
    ['"text"', "json-not-object"],
    ["{}", "text-missing"],
    ['{"text":null}', "text-missing"],
    ['{"__proto__":{"text":"a"}}', "text-missing"],
    ['{"text":["a"]}', "text-not-string"],
    ['{"text":" \\u3000"}', "text-empty"],
    ['{"text":"a\\udc00"}', "text-malformed"],
    ['{"text":"a","score":1}', "column-taken"],
    [long, "row-too-long"],
  ];
  const good = Buffer.from('{"text":"good"}\n\n');
  const parts = cases.flatMap(([line]) => [Buffer.from(line), Buffer.from("\n"), good]);
  const content = Buffer.concat([Buffer.from('\uFEFF{"text":5}\n \t\n'), ...parts]);
  const { rows } = await openJson(makeInput(content), START);
  const all = await collect(rows);
  expect(all.map(show)).toEqual([
    [1, "text", "5"],
    ...cases.flatMap(([, reason], at) => [
      [3 + 3 * at, "bad", reason],
      [4 + 3 * at, "text", "good"],
    ]),
  ]);
  expect(all.map(({ number }) => number)).toEqual(all.map((_, index) => index + 1));
});

describe("a member that the answer would overwrite", () => {
  test("is refused in the first row", async () => {
    const { rows } = await openJson(makeInput('{"text":"a","model":1}\n'), START);
    await expect(collect(rows)).rejects.toMatchObject({ code: "columns-taken" });
  });
});

test("reading goes on behind any row", async () => {
  const content = '{"text":"a"}\n\n{"text":"b"}\r\n[]\n{"text":"c"}';
  const input = makeInput(content, 5);
  const all = await collect((await openJson(input, START)).rows);
  for (const [at, { after }] of all.entries()) {
    const rest = await collect((await openJson(input, after)).rows);
    expect(rest).toEqual(all.slice(at + 1));
  }
});
