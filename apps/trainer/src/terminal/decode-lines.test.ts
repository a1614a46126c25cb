import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { decodeLines } from "./decode-lines.ts";

async function readLines(...chunks: (string | readonly number[])[]): Promise<string[]> {
  const encoded = chunks.map((chunk) =>
    typeof chunk === "string" ? new TextEncoder().encode(chunk) : Uint8Array.from(chunk),
  );
  const lines: string[] = [];
  for await (const line of decodeLines(streamOf(encoded))) lines.push(line);
  return lines;
}

async function* streamOf(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

describe("lines", () => {
  test.each<[string, string, string[]]>([
    ["end at a newline", "a\nb\n", ["a", "b"]],
    ["end at a carriage return and a newline", "a\r\n\r\nb\r\n", ["a", "", "b"]],
    ["may lack the last end", "a\nb", ["a", "b"]],
    ["may be empty", "\n\na\n\n", ["", "", "a", ""]],
    [
      "keep what separates lines elsewhere",
      "a\u2028b\u2029c\u0085d\re\n",
      ["a\u2028b\u2029c\u0085d\re"],
    ],
    ["lose a BOM at the beginning alone", "\uFEFFa\n\uFEFFb\n", ["a", "\uFEFFb"]],
    ["are none in nothing", "", []],
    ["are none in a BOM", "\uFEFF", []],
  ])("%s", async (_, text, lines) => {
    expect(await readLines(text)).toEqual(lines);
  });

  test("are the same however the bytes arrive", async () => {
    const piece = fc.constantFrom("良", "😀", "a", "\n", "\r\n", "\u2028", "\uFEFF");
    await fc.assert(
      fc.asyncProperty(fc.array(piece), fc.integer({ min: 1, max: 5 }), async (pieces, size) => {
        const bytes = [...new TextEncoder().encode(pieces.join(""))];
        const chunks = bytes.flatMap((_, at) =>
          at % size === 0 ? [bytes.slice(at, at + size)] : [],
        );
        expect(await readLines(...chunks)).toEqual(await readLines(bytes));
      }),
    );
  });
});

describe("what is not UTF-8 is refused with its line and without its text", () => {
  test.each<[string, (string | readonly number[])[]]>([
    ["a byte of CP932", ["良い\n", [0x97, 0x0a]]],
    ["a character that its line cuts", ["良い\n", [0xe8, 0x89, 0x0a]]],
    ["a character that the end cuts", ["良い\n秘", [0xe8, 0x89]]],
  ])("%s", async (_, chunks) => {
    const reading = readLines(...chunks);
    await expect(reading).rejects.toMatchObject({
      code: "input-invalid",
      message: "line 2 of the input is not UTF-8",
    });
  });
});
