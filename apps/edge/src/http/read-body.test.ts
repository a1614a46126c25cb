import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { type Body, readBody } from "./read-body.ts";
import type { Result } from "./result.ts";

const LIMITS = { maxBytes: 1_000, deadlineMs: 60_000 };
const AT_ONCE = { ...LIMITS, deadlineMs: 1 };
const PLAIN = { "content-type": "text/plain" };
const JSON_TYPE = { "content-type": "application/json" };

function read(
  body: BodyInit | null,
  headers: Record<string, string> = PLAIN,
  limits = LIMITS,
): Promise<Result<Body>> {
  return readBody(new Request("https://kanjo.test", { method: "POST", body, headers }), limits);
}

/** Sends each chunk when it is asked for; what happened to the stream is kept. */
function streamOf(chunks: Iterable<Uint8Array>) {
  const iterator = chunks[Symbol.iterator]();
  const seen = { sent: 0, isCancelled: false };
  const stream = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      const { value, done } = iterator.next();
      if (done === true) return controller.close();
      seen.sent += value.byteLength;
      controller.enqueue(value);
    },
    cancel: () => {
      seen.isCancelled = true;
    },
  });
  return { stream, seen };
}

function* endless(): Generator<Uint8Array> {
  for (;;) yield new Uint8Array(10).fill(0x77);
}

const problem = (name: string, status: number) => ({
  kind: "problem",
  problem: expect.objectContaining({ type: `/problems/${name}`, status }),
});

describe("a body", () => {
  test("that is text is taken as it is", async () => {
    expect(await read("良い\r\n")).toEqual({
      kind: "value",
      value: { kind: "plain", text: "良い\r\n" },
    });
  });

  test("that is JSON is parsed", async () => {
    expect(await read('{"a":[1]}', JSON_TYPE)).toEqual({
      kind: "value",
      value: { kind: "json", json: { a: [1] } },
    });
  });

  test("that is missing is an empty text", async () => {
    expect(await read(null)).toEqual({ kind: "value", value: { kind: "plain", text: "" } });
  });

  test("in any chunks is what was sent", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: "grapheme" })),
        fc.integer({ min: 1, max: 7 }),
        async (parts, size) => {
          const text = parts.join("");
          const bytes = new TextEncoder().encode(text);
          const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
            bytes.slice(index * size, (index + 1) * size),
          );
          const body = await read(streamOf(chunks).stream, PLAIN, { ...LIMITS, maxBytes: 10_000 });
          expect(body).toEqual({ kind: "value", value: { kind: "plain", text } });
        },
      ),
      { numRuns: 30 },
    );
  });

  test("of exactly the limit is taken, and of one byte more is not", async () => {
    expect(await read("w".repeat(1_000))).toMatchObject({ kind: "value" });
    expect(await read("w".repeat(1_001))).toEqual(problem("body-too-large", 413));
  });
});

describe("a body is refused", () => {
  test.each([
    [{}],
    [{ "content-type": "" }],
    [{ "content-type": "application/xml" }],
    [{ "content-type": "application/json; charset=utf-16" }],
    [{ "content-type": "text/plain; charset=shift_jis" }],
    [{ ...PLAIN, "content-encoding": "gzip" }],
  ])("for its headers: %j", async (headers) => {
    const { stream } = streamOf([]);
    expect(await read(stream, headers)).toEqual(problem("content-type-unsupported", 415));
  });

  test("unread when it says that it is too large", async () => {
    const { stream, seen } = streamOf(endless());
    const headers = { ...PLAIN, "content-length": "1001" };
    expect(await read(stream, headers)).toEqual(problem("body-too-large", 413));
    expect(seen.sent).toBeLessThanOrEqual(10);
  });

  test("at the limit when it never ends", async () => {
    const { stream, seen } = streamOf(endless());
    expect(await read(stream)).toEqual(problem("body-too-large", 413));
    expect(seen.sent).toBeLessThan(1_100);
    await expect.poll(() => seen.isCancelled).toBe(true);
  });

  test("at the deadline when nothing comes any more", async () => {
    const stream = new ReadableStream<Uint8Array>();
    expect(await read(stream, PLAIN, AT_ONCE)).toEqual(problem("body-too-slow", 408));
  });

  test("when it breaks off", async () => {
    const stream = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.error(new Error("秘密")),
    });
    expect(await read(stream)).toEqual(problem("body-malformed", 400));
  });

  test.each([
    ["a byte of Shift_JIS", [0x93, 0xfa]],
    ["a lone surrogate", [0xed, 0xa0, 0x80]],
    ["a character cut through", [0xe8, 0x89]],
    ["an overlong NUL", [0xc0, 0x80]],
  ])("for %s, which is not UTF-8", async (_name, bytes) => {
    for (const headers of [PLAIN, JSON_TYPE]) {
      expect(await read(new Uint8Array(bytes), headers)).toEqual(problem("body-malformed", 400));
    }
  });

  test.each(["", "{", "{'text':1}", '{"text":"秘密"', "[".repeat(900), "NaN"])(
    "that is not JSON, without a word of it: %j",
    async (text) => {
      const body = await read(text, JSON_TYPE);
      expect(body).toEqual(problem("body-malformed", 400));
      expect(JSON.stringify(body)).not.toContain("秘密");
    },
  );
});
