import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { loadTokenizer } from "@kanjo/shared/tokenizer/hub";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";

import { WORD_PIECE } from "../../../../packages/shared/test/fixtures/tokenizer-json.ts";
import { PythonScript, whyNoOracle } from "../../../../packages/shared/test/oracle/python.ts";
import { makeCharacterTokenizer } from "../../test/character-tokenizer.ts";
import { CHARACTERS, SPANS } from "../../test/small-datasets.ts";
import { encodeSplit } from "./encode-split.ts";
import { cutWindows, listStarts, type LocatedTokens } from "./span-windows.ts";

describe("windows", () => {
  const lengths = fc.record({
    length: fc.nat(200),
    room: fc.integer({ min: 1, max: 60 }),
    stride: fc.nat(59),
  });
  const fitting = lengths.filter(({ room, stride }) => stride < room);

  test("cover the context, share `stride` tokens, and only the last one may be short", () => {
    fc.assert(
      fc.property(fitting, ({ length, room, stride }) => {
        const windows = listStarts(length, room, stride).map((start) => ({
          start,
          end: Math.min(start + room, length),
        }));
        expect(windows[0]?.start).toBe(0);
        expect(windows.at(-1)?.end).toBe(length);
        windows.slice(1).forEach(({ start }, index) => {
          const before = windows[index] ?? { start: 0, end: 0 };
          expect(before.end - before.start).toBe(room);
          expect(before.end - start).toBe(stride);
        });
      }),
    );
  });

  test("end with the first one that reaches the end", () => {
    expect(listStarts(10, 6, 2)).toEqual([0, 4]);
    expect(listStarts(11, 6, 2)).toEqual([0, 4, 8]);
    expect(listStarts(6, 6, 5)).toEqual([0]);
    expect(listStarts(0, 6, 5)).toEqual([0]);
  });
});

describe("an answer", () => {
  const tokenizer = makeCharacterTokenizer(CHARACTERS);
  /** Tokens from 0 to 2, 2 to 5, 6 to 8 and, twice the same place, 8 to 9 and 8 to 9. */
  const context: LocatedTokens = {
    ids: Int32Array.of(11, 12, 13, 14, 15),
    offsets: [
      [0, 2],
      [2, 5],
      [6, 8],
      [8, 9],
      [8, 9],
    ],
  };
  const question: LocatedTokens = { ids: Int32Array.of(21), offsets: [[0, 1]] };

  function place(start: number, end: number, maxTokens = 20): (readonly number[])[] {
    const answers = [{ text: "*".repeat(end - start), start }];
    const options = { tokenizer, maxTokens, stride: 1 };
    const rows = cutWindows({ answers }, 0, question, context, options);
    return rows.map(({ targets }) => targets);
  }

  test.each([
    ["on the borders of tokens has their places", 2, 8, [4, 5]],
    ["that begins in a token has all of it", 3, 8, [4, 5]],
    ["that ends in a token has all of it", 0, 3, [3, 4]],
    ["inside a token is that token", 3, 4, [4, 4]],
    ["that begins between tokens begins with the next one", 5, 7, [5, 5]],
    ["of a character with several tokens has them all", 8, 9, [6, 7]],
    ["between tokens is nowhere", 5, 6, [0, 0]],
    ["behind the last token is nowhere", 9, 12, [0, 0]],
  ])("%s", (_, start, end, expected) => {
    expect(place(start, end)).toEqual([expected]);
  });

  test("is in the windows that have all of it", () => {
    // Windows of tokens 0 to 2, 2 to 4.
    expect(place(6, 8, 7)).toEqual([
      [5, 5],
      [3, 3],
    ]);
    expect(place(2, 8, 7)).toEqual([
      [4, 5],
      [0, 0],
    ]);
    expect(place(2, 9, 7)).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });

  test("that the data does not have is nowhere", () => {
    const options = { tokenizer, maxTokens: 20, stride: 1 };
    const [row] = cutWindows({ answers: [] }, 0, question, context, options);
    expect(row?.targets).toEqual([0, 0]);
  });
});

describe("against transformers' preparation", () => {
  const reason = whyNoOracle();
  if (reason !== undefined) process.stderr.write(`skipped: ${reason}\n`);
  const folder = mkdtempSync(join(tmpdir(), "kanjo-windows-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  test.skipIf(reason !== undefined)(
    "windows, their offsets and answers are the same",
    async () => {
      const file = join(folder, "tokenizer.json");
      const json = JSON.stringify(asSaved(WORD_PIECE));
      writeFileSync(file, json);
      const tokenizer = await loadTokenizer({ "tokenizer.json": json });
      const samples = fc.sample(anyQuestion, { numRuns: 1_000, seed: 4 });
      const script = new URL("../../test/span_windows.py", import.meta.url).href;
      const oracle = new PythonScript(script, [file]);
      const expected = await oracle.ask(samples.map(toCodePoints));
      oracle.close();

      const found = samples.map(({ question, context, answer, start, max_tokens, stride }) => {
        const answers = [{ text: answer, start }];
        const row = { source: "a:1", id: "1", text: question, context, answers };
        const splits = { train: [row], validation: [], test: [] };
        const options = { tokenizer, maxTokens: max_tokens };
        return [...encodeSplit({ ...SPANS, stride, splits }, "train", options)];
      });
      expect(found.some((windows) => windows.length > 3)).toBe(true);
      expect(
        found.map((windows, index) => ({
          windows: windows.map(({ inputIds, secondStart, targets: [start, end], window }) => ({
            ids: [...inputIds],
            type_ids: Array.from(inputIds, (_, at) => (at < secondStart ? 0 : 1)),
            start,
            end,
            offsets: window?.offsets.map((offset) => {
              const { context } = samples[index] ?? { context: "" };
              return offset?.map((at) => Array.from(context.slice(0, at)).length) ?? null;
            }),
          })),
        })),
      ).toEqual(expected);
    },
    120_000,
  );
});

/** With what `tokenizers` itself asks for. */
function asSaved({ post_processor, ...rest }: typeof WORD_PIECE) {
  const special = (id: number, token: string) => [token, { id: token, ids: [id], tokens: [token] }];
  const special_tokens = Object.fromEntries([special(2, "[CLS]"), special(3, "[SEP]")]);
  return { version: "1.0", ...rest, post_processor: { ...post_processor, special_tokens } };
}

interface Question {
  readonly question: string;
  readonly context: string;
  readonly answer: string;
  readonly start: number;
  readonly max_tokens: number;
  readonly stride: number;
}

/** Words of one and of several tokens; the answer begins and ends with a letter, wherever in its word. */
const words = fc.constantFrom("東京", "abc", "cafe", "の", "abcのc", "追加", "!", "𠮷", "zz");
const anyQuestion: fc.Arbitrary<Question> = fc
  .record({
    question: fc.array(words, { minLength: 1, maxLength: 3 }).map((parts) => parts.join(" ")),
    context: fc
      .array(words, { minLength: 1, maxLength: 60, size: "max" })
      .map((parts) => parts.join(" ")),
    max_tokens: fc.integer({ min: 24, max: 40 }),
    stride: fc.nat(8),
    from: fc.nat(),
    to: fc.nat(),
  })
  .map(({ from, to, ...rest }) => {
    const letters = [...rest.context.matchAll(/\S/gu)];
    const [first = 0, last = 0] = [from % letters.length, to % letters.length].sort(
      (a, b) => a - b,
    );
    const start = letters[first]?.index ?? 0;
    const [end = ""] = letters[last] ?? [];
    const answer = rest.context.slice(start, (letters[last]?.index ?? 0) + end.length);
    return { ...rest, answer, start };
  });

/** Python counts code points. */
function toCodePoints(sample: Question): Question {
  return { ...sample, start: Array.from(sample.context.slice(0, sample.start)).length };
}
