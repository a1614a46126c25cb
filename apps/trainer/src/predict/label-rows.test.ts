import type { ClassifiedText } from "@kanjo/shared/classifier";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { collect } from "../../test/opened-input.ts";
import { type LabelledBatch, labelRows } from "./label-rows.ts";
import type { Row } from "./row.ts";

function answerTo(text: string): ClassifiedText {
  return { label: text, score: 1, scores: {}, tokens: 1, truncated: false };
}

function makeRow(number: number, isBad: boolean, bytes = 1): Row {
  const after = { offset: number, rows: number, lines: number };
  const place = { number, line: number, after };
  if (isBad) {
    return {
      ...place,
      kind: "bad",
      reason: "text-empty",
      bytes: Buffer.alloc(bytes),
      isCut: false,
    };
  }
  const text = String(number);
  return { ...place, kind: "text", text, source: "x".repeat(bytes), lineEnd: "\n" };
}

/** Counts how far it was read. */
function makeRows(kinds: readonly boolean[], bytes?: number) {
  const state = { read: 0, closed: false };
  async function* rows(): AsyncGenerator<Row> {
    try {
      for (const isBad of kinds) {
        state.read += 1;
        yield makeRow(state.read, isBad, bytes);
      }
    } finally {
      state.closed = true;
    }
  }
  return { state, rows: rows() };
}

const immediate = {
  workers: 2,
  classify: async (texts: readonly string[]) => texts.map(answerTo),
};
const never = new AbortController().signal;

function describeRows(batches: readonly LabelledBatch[]) {
  return batches
    .flatMap(({ rows }) => rows)
    .map((row) => [row.number, row.kind === "text" ? row.answer.label : row.reason]);
}

test("every row is answered once and in order, whichever worker is done first", async () => {
  const kinds = fc.array(fc.boolean(), { maxLength: 400 });
  await fc.assert(
    fc.asyncProperty(
      kinds,
      fc.scheduler(),
      fc.integer({ min: 1, max: 4 }),
      async (own, s, workers) => {
        const classify = s.scheduleFunction(immediate.classify);
        const labelling = collect(labelRows(makeRows(own).rows, { workers, classify }, never));
        const batches = await s.waitFor(labelling);
        expect(describeRows(batches)).toEqual(
          own.map((isBad, at) => [at + 1, isBad ? "text-empty" : String(at + 1)]),
        );
        for (const { rows, after } of batches) expect(after).toBe(rows.at(-1)?.after);
      },
    ),
  );
});

describe("what is under way is bounded", () => {
  test.each([
    ["many short rows", 1, 2 * 4 * 32 + 32],
    ["few long ones", 1 << 16, 2 * 4 * 2 + 2],
  ])("%s", async (_what, bytes, most) => {
    const kinds = Array<boolean>(2_000).fill(false);
    const { rows, state } = makeRows(kinds, bytes);
    let taken = 0;
    for await (const batch of labelRows(rows, immediate, never)) {
      expect(state.read - taken).toBeLessThanOrEqual(most);
      taken += batch.rows.length;
    }
    expect(taken).toBe(kinds.length);
  });

  test("nobody takes them", async () => {
    const { rows, state } = makeRows(Array<boolean>(2_000).fill(false));
    const labelled = labelRows(rows, immediate, never);
    await labelled.next();
    const { read } = state;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(state.read).toBe(read);
    await labelled.return(undefined);
    expect(state.closed).toBe(true);
  });
});

test("when it is to stop, what was read is answered and nothing more is read", async () => {
  const { rows, state } = makeRows(Array<boolean>(2_000).fill(false));
  const stop = new AbortController();
  const seen: LabelledBatch[] = [];
  for await (const batch of labelRows(rows, immediate, stop.signal)) {
    seen.push(batch);
    stop.abort();
  }
  expect(describeRows(seen)).toHaveLength(state.read);
  expect(state.read).toBeLessThan(2_000);
  expect(state.closed).toBe(true);
});

test("what comes before a failure is given, and the input is closed", async () => {
  const { rows, state } = makeRows(Array<boolean>(2_000).fill(false));
  const classify = async (texts: readonly string[]): Promise<ClassifiedText[]> => {
    if (texts.includes("100")) throw new Error("broken");
    return immediate.classify(texts);
  };
  const seen: LabelledBatch[] = [];
  const labelling = async (): Promise<void> => {
    for await (const batch of labelRows(rows, { workers: 1, classify }, never)) seen.push(batch);
  };
  await expect(labelling()).rejects.toThrow("broken");
  expect(describeRows(seen)).toHaveLength(96);
  expect(state.closed).toBe(true);
});
