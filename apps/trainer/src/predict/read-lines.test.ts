import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { collect, makeInput } from "../../test/opened-input.ts";
import { dropByteOrderMark, type Line, MAX_LINE_BYTES, readLines } from "./read-lines.ts";
import { START } from "./row.ts";

function read(content: string | Uint8Array, chunkBytes?: number): Promise<Line[]> {
  return collect(readLines(makeInput(content, chunkBytes).read(0), START));
}

const bytes = fc.array(fc.constantFrom(0x61, 0x0a, 0x0d, 0x22, 0xff, 0xe3), { maxLength: 60 });

test("lines and their ends are the input, however it comes", async () => {
  await fc.assert(
    fc.asyncProperty(bytes, fc.integer({ min: 1, max: 9 }), async (content, chunkBytes) => {
      const input = Buffer.from(content);
      const lines = await read(input, chunkBytes);
      const parts = lines.flatMap((line) => [line.bytes, Buffer.from(line.end)]);
      expect(Buffer.concat(parts)).toEqual(input);
      expect(lines.map(({ number }) => number)).toEqual(lines.map((_, index) => index + 1));
      for (const line of lines) expect(line.bytes.includes(0x0a)).toBe(false);
    }),
  );
});

test("reading begins again behind any line", async () => {
  await fc.assert(
    fc.asyncProperty(bytes, fc.nat(), async (content, chosen) => {
      const input = makeInput(Buffer.from(content), 4);
      const lines = await collect(readLines(input.read(0), START));
      const at = lines.length === 0 ? 0 : chosen % lines.length;
      const last = lines[at];
      const from = { offset: last?.offsetAfter ?? 0, lines: last?.number ?? 0 };
      const rest = await collect(readLines(input.read(from.offset), from));
      expect(rest).toEqual(lines.slice(at + 1));
    }),
  );
});

test.each([
  ["a", [["a", ""]]],
  ["a\n", [["a", "\n"]]],
  [
    "a\r\nb\r",
    [
      ["a", "\r\n"],
      ["b\r", ""],
    ],
  ],
  [
    "\n\r\n",
    [
      ["", "\n"],
      ["", "\r\n"],
    ],
  ],
  ["a\u2028b\u0085c\n", [["a\u2028b\u0085c", "\n"]]],
])("%j", async (content, expected) => {
  const lines = await read(content);
  expect(lines.map((line) => [line.bytes.toString(), line.end])).toEqual(expected);
});

describe("a line that is too long", () => {
  test.each([
    ["in one chunk", 1 << 22],
    ["in many", 1 << 16],
  ])("is cut %s, and the next one is whole", async (_how, chunkBytes) => {
    const long = "x".repeat(MAX_LINE_BYTES + 5);
    const lines = await read(`${long}\nnext\n`, chunkBytes);
    expect(lines.map(({ isCut, number }) => [isCut, number])).toEqual([
      [true, 1],
      [false, 2],
    ]);
    expect(lines[0]?.bytes.length).toBe(MAX_LINE_BYTES);
    expect(lines[0]?.offsetAfter).toBe(long.length + 1);
    expect(lines[1]?.bytes.toString()).toBe("next");
  });

  test("one of just the limit is whole", async () => {
    const [line] = await read(`${"x".repeat(MAX_LINE_BYTES)}\n`);
    expect(line?.isCut).toBe(false);
  });
});

test.each(["utf16le", "utf16be"])("%s is refused", async (encoding) => {
  const bigEndian = Buffer.from("\uFEFF良い", "utf16le").swap16();
  const content = encoding === "utf16le" ? Buffer.from("\uFEFF良い", "utf16le") : bigEndian;
  await expect(read(content)).rejects.toMatchObject({
    code: "input-invalid",
    hint: expect.stringContaining("iconv"),
  });
});

test("a byte-order mark is dropped from the first line alone", async () => {
  const lines = await read("\uFEFFa\n\uFEFFb\n");
  expect(lines.map((line) => dropByteOrderMark(line).bytes.toString())).toEqual(["a", "\uFEFFb"]);
});
