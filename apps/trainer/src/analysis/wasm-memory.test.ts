import { expect, test } from "vitest";

import { recordWasmMemory } from "./wasm-memory.ts";

declare const WebAssembly: {
  Memory: new (descriptor: { readonly initial: number }) => { grow(pages: number): number };
};

const PAGE_BYTES = 65_536;

test("memories are counted that were created meanwhile, and as they have grown", async () => {
  const before = new WebAssembly.Memory({ initial: 100 });
  const { result, readBytes } = await recordWasmMemory(async () => {
    await Promise.resolve();
    return [new WebAssembly.Memory({ initial: 2 }), new WebAssembly.Memory({ initial: 3 })];
  });
  expect(readBytes()).toBe(5 * PAGE_BYTES);
  result[0]?.grow(4);
  expect(readBytes()).toBe(9 * PAGE_BYTES);
  before.grow(1);
  const after = new WebAssembly.Memory({ initial: 100 });
  after.grow(1);
  expect(readBytes()).toBe(9 * PAGE_BYTES);
});

test("afterwards memories are what they were, also when nothing was created", async () => {
  const { Memory } = WebAssembly;
  const { readBytes } = await recordWasmMemory(async () => null);
  expect(readBytes()).toBe(0);
  await expect(recordWasmMemory(() => Promise.reject(new Error("no model")))).rejects.toThrow(
    "no model",
  );
  expect(WebAssembly.Memory).toBe(Memory);
});
