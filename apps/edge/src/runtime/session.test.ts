import { describe, expect, test } from "vitest";

import { readFixture } from "../../test/support/fixtures.ts";
import { type ModelSession, createInt64Tensor, openSession } from "./session.ts";
import { MAX_HEAP_PAGES, readWasmBytes } from "./wasm-heap.ts";

const MAX_HEAP_BYTES = MAX_HEAP_PAGES * 65_536;
const native = { instantiate: WebAssembly.instantiate, Memory: WebAssembly.Memory };
const model = readFixture("model.ort");

function tensorOf(values: readonly number[]): ReturnType<typeof createInt64Tensor> {
  return createInt64Tensor(BigInt64Array.from(values, BigInt), [1, values.length]);
}

async function run(session: ModelSession, ids: readonly number[]): Promise<unknown> {
  const outputs = await session.run({
    input_ids: tensorOf(ids),
    attention_mask: tensorOf(ids.map(() => 1)),
    token_type_ids: tensorOf(ids.map(() => 0)),
  });
  return outputs["logits"]?.data;
}

/** The fixture in a larger block; what follows a model's end is not read. */
function padModel(bytes: number): Uint8Array {
  const padded = new Uint8Array(bytes);
  padded.set(model);
  return padded;
}

describe("a session", () => {
  test("keeps its weights whatever is allocated after it", async () => {
    const session = await openSession(model);
    const before = await run(session, [2, 5, 8, 3]);
    for (const bytes of [64, 256, 1_024, 4_096]) {
      const garbage = new Uint8Array(bytes).fill(0xff);
      await expect(openSession(garbage)).rejects.toMatchObject({ code: "model-unloadable" });
    }
    expect(await run(session, [2, 5, 8, 3])).toEqual(before);
    await session.release();
  });

  test("gives its memory back when it is released", async () => {
    for (let round = 0; round < 100; round++) {
      const session = await openSession(padModel(2 ** 20));
      await session.release();
    }
    expect(readWasmBytes()).toBeLessThan(32 * 2 ** 20);
  });

  test("gives its memory back when its model cannot be opened", async () => {
    const garbage = new Uint8Array(2 ** 20).fill(0xff);
    for (let round = 0; round < 100; round++) {
      await expect(openSession(garbage)).rejects.toMatchObject({ code: "model-unloadable" });
    }
    expect(readWasmBytes()).toBeLessThan(32 * 2 ** 20);
  });

  test("takes turns with another one", async () => {
    const [first, second] = await Promise.all([openSession(model), openSession(model)]);
    const questions = Array.from({ length: 20 }, (_, index) => [2, 5 + index, 3]);
    const together = await Promise.all(
      questions.map((ids, index) => run(index % 2 === 0 ? first : second, ids)),
    );
    for (const [index, ids] of questions.entries()) {
      expect(together[index]).toEqual(await run(first, ids));
    }
    await Promise.all([first.release(), second.release()]);
  });
});

describe("a heap that is full", () => {
  test("refuses another model, and the loaded one answers on", async () => {
    const session = await openSession(model);
    const before = await run(session, [2, 7, 3]);
    await expect(openSession(padModel(MAX_HEAP_BYTES))).rejects.toMatchObject({
      code: "model-unloadable",
    });
    expect(await run(session, [2, 7, 3])).toEqual(before);
    expect(readWasmBytes()).toBeLessThanOrEqual(MAX_HEAP_BYTES);
    await session.release();
  });

  test("refuses a run that does not fit, and the next one is answered", async () => {
    const session = await openSession(model);
    const before = await run(session, [2, 7, 3]);
    const long = Array.from({ length: 1_500_000 }, () => 7);
    await expect(run(session, long)).rejects.toMatchObject({ code: "memory-exhausted" });
    expect(await run(session, [2, 7, 3])).toEqual(before);
    await session.release();
  });
});

test("WebAssembly is as it was once a session exists", async () => {
  const session = await openSession(model);
  await session.release();
  expect(WebAssembly.instantiate).toBe(native.instantiate);
  expect(WebAssembly.Memory).toBe(native.Memory);
});
