import { describe, expect, test } from "vitest";

import { readFixture } from "../../test/support/fixtures.ts";
import { HeapBlock } from "./heap-block.ts";
import { listModels, renewRuntimeWhenUnused, startRuntime } from "./runtime.ts";
import { type ModelSession, openSession } from "./session.ts";
import { MAX_HEAP_BYTES, readWasmBytes } from "./wasm-heap.ts";

const NAMES = { inputs: ["input_ids", "attention_mask", "token_type_ids"], output: "logits" };
const model = readFixture("model.ort");

interface OpenModel {
  readonly session: ModelSession;
  readonly block: HeapBlock;
  readonly close: () => void;
}

async function open(bytes: Uint8Array): Promise<OpenModel> {
  const block = new HeapBlock(await startRuntime(), bytes.byteLength);
  try {
    block.write(0, bytes);
    const session = openSession(block, NAMES);
    const close = (): void => {
      session.release();
      block.free();
    };
    return { session, block, close };
  } catch (error) {
    block.free();
    throw error;
  }
}

function run({ session }: OpenModel, ids: readonly number[]): number[] {
  const tensorOf = (values: readonly number[]): { data: BigInt64Array; dims: number[] } => ({
    data: BigInt64Array.from(values, BigInt),
    dims: [1, values.length],
  });
  const logits = session.run({
    input_ids: tensorOf(ids),
    attention_mask: tensorOf(ids.map(() => 1)),
    token_type_ids: tensorOf(ids.map(() => 0)),
  });
  return Array.from(logits);
}

/** The fixture in a larger block; what follows a model's end is not read. */
function padModel(bytes: number): Uint8Array {
  const padded = new Uint8Array(bytes);
  padded.set(model);
  return padded;
}

/** As a bug in a kernel might: writes over all that was allocated after the model. */
function breakHeap({ block }: OpenModel): void {
  block.runtime.call((ort) => ort.bytes.fill(0xff, block.address + block.bytes));
}

/** A trap at once: there is nothing at the heap's end. */
function trap({ block }: OpenModel): void {
  block.runtime.call((ort) => ort.releaseSession(0xffff_fff0));
}

describe("a session", () => {
  test("keeps its weights whatever is allocated after it", async () => {
    const opened = await open(model);
    const before = run(opened, [2, 5, 8, 3]);
    for (const bytes of [64, 256, 1_024, 4_096]) {
      const garbage = new Uint8Array(bytes).fill(0xff);
      await expect(open(garbage)).rejects.toMatchObject({ code: "model-unloadable" });
    }
    expect(run(opened, [2, 5, 8, 3])).toEqual(before);
    opened.close();
  });

  test("gives its memory back when it is released", async () => {
    for (let round = 0; round < 100; round++) (await open(padModel(2 ** 20))).close();
    expect(readWasmBytes()).toBeLessThan(32 * 2 ** 20);
    expect(listModels()).toEqual([]);
  });

  test("gives its memory back when its model cannot be opened", async () => {
    const garbage = new Uint8Array(2 ** 20).fill(0xff);
    for (let round = 0; round < 100; round++) {
      await expect(open(garbage)).rejects.toMatchObject({ code: "model-unloadable" });
    }
    expect(readWasmBytes()).toBeLessThan(32 * 2 ** 20);
  });

  test("gives the memory of its runs back", async () => {
    const opened = await open(model);
    const ids = Array.from({ length: 10_000 }, () => 7);
    for (let round = 0; round < 200; round++) run(opened, ids);
    expect(readWasmBytes()).toBeLessThan(32 * 2 ** 20);
    opened.close();
  });

  test("answers beside another one as alone", async () => {
    const [first, second] = [await open(model), await open(model)];
    const alone = [run(first, [2, 5, 3]), run(first, [2, 9, 3])];
    expect([run(first, [2, 5, 3]), run(second, [2, 9, 3])]).toEqual(alone);
    first.close();
    expect(run(second, [2, 5, 3])).toEqual(alone[0]);
    second.close();
  });

  test("that is released refuses a question", async () => {
    const opened = await open(model);
    opened.close();
    expect(() => run(opened, [2, 5, 3])).toThrow("the model left before its answer");
  });

  test("says what onnxruntime finds wrong with a run, and answers on", async () => {
    const opened = await open(model);
    const before = run(opened, [2, 7, 3]);
    expect(() => run(opened, [2, 70_000, 3])).toThrow(
      expect.objectContaining({ code: "model-failed", message: expect.stringContaining("70000") }),
    );
    expect(run(opened, [2, 7, 3])).toEqual(before);
    opened.close();
  });
});

describe("a heap that is full", () => {
  test("refuses another model, and the loaded one answers on", async () => {
    const opened = await open(model);
    const before = run(opened, [2, 7, 3]);
    await expect(open(padModel(MAX_HEAP_BYTES))).rejects.toMatchObject({
      code: "memory-exhausted",
    });
    expect(run(opened, [2, 7, 3])).toEqual(before);
    expect(readWasmBytes()).toBeLessThanOrEqual(MAX_HEAP_BYTES);
    opened.close();
  });

  test("refuses a run that does not fit, and the next one is answered", async () => {
    const opened = await open(model);
    const before = run(opened, [2, 7, 3]);
    const long = Array.from({ length: 1_500_000 }, () => 7);
    expect(() => run(opened, long)).toThrow(expect.objectContaining({ code: "memory-exhausted" }));
    expect(run(opened, [2, 7, 3])).toEqual(before);
    opened.close();
  });
});

describe("onnxruntime that traps", () => {
  test("says so, lets nobody in again, and is started anew with the same answers", async () => {
    const opened = await open(model);
    const before = run(opened, [2, 7, 3]);
    breakHeap(opened);
    expect(() => run(opened, [2, 7, 3])).toThrow(
      expect.objectContaining({ code: "model-restarting", cause: expect.anything() }),
    );
    expect(opened.block.runtime.isBroken).toBe(true);
    expect(() => run(opened, [2, 7, 3])).toThrow("it was given up");
    const again = await open(model);
    expect(run(again, [2, 7, 3])).toEqual(before);
    again.close();
  });

  test("takes its other models along, which can be closed all the same", async () => {
    const [first, second] = [await open(model), await open(model)];
    breakHeap(first);
    expect(() => run(first, [2, 7, 3])).toThrow("onnxruntime stopped");
    expect(() => run(second, [2, 7, 3])).toThrow("onnxruntime stopped");
    first.close();
    second.close();
    const again = await open(model);
    expect(run(again, [2, 7, 3])).toHaveLength(2);
    again.close();
  });

  test("20 times keeps to one heap", async () => {
    for (let round = 0; round < 20; round++) {
      const opened = await open(padModel(2 ** 20));
      expect(() => trap(opened)).toThrow("onnxruntime stopped");
    }
    const opened = await open(model);
    expect(run(opened, [2, 7, 3])).toHaveLength(2);
    expect(readWasmBytes()).toBeLessThanOrEqual(MAX_HEAP_BYTES);
    opened.close();
  });
});

describe("a new start", () => {
  test("gives a model the room that gaps took from it", async () => {
    renewRuntimeWhenUnused();
    const large = 40 * 2 ** 20;
    (await open(padModel(large))).close();
    const kept: HeapBlock[] = [];
    const runtime = await startRuntime();
    for (let index = 0; index < 8; index++) kept.push(new HeapBlock(runtime, 8 * 2 ** 20));
    for (const block of kept.filter((_, index) => index !== 4)) block.free();
    await expect(open(padModel(large))).rejects.toMatchObject({ code: "memory-exhausted" });
    renewRuntimeWhenUnused();
    expect(runtime.isBroken).toBe(false);
    kept[4]?.free();
    renewRuntimeWhenUnused();
    expect(runtime.isBroken).toBe(true);
    (await open(padModel(large))).close();
  });
});

test("WebAssembly is as it was once a session exists", async () => {
  const { Memory } = WebAssembly;
  renewRuntimeWhenUnused();
  (await open(model)).close();
  expect(WebAssembly.Memory).toBe(Memory);
});
