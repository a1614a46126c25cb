/**
 * onnxruntime-web's wasm build (pinned to 1.30.0) in workerd, without a change to its files.
 *
 * - The module is imported, because workerd compiles none from bytes, and goes in
 *   by Emscripten's `instantiateWasm`.
 * - The heap is asked for with a 4 GiB maximum and would grow until the isolate
 *   (128 MB) is killed. So `WebAssembly.Memory` is replaced while the factory runs,
 *   and the heap gets a lower one: an allocation that passes it fails, what needed
 *   it is told `std::bad_alloc`, and what is loaded runs on.
 * - Where workerd has a `process`, as for Node's modules, the factory would take it for
 *   Node. It is told what Electron says of a page with one: that it is a renderer.
 * - There is one heap for as long as the isolate lives. A memory is only given back
 *   when it is collected, which nothing can ask for, and two of them would pass the
 *   isolate's limit. An instance that takes the place of another one gets the same
 *   memory, all zero: its start function then lays out the data anew, because the
 *   flag that says that this was done is zero, too.
 *
 * workerd's own figures leave out shared memory, so its size is read here.
 */
import createOrtModule from "onnxruntime-web/ort-wasm-simd-threaded.mjs";
import wasmModule from "onnxruntime-web/ort-wasm-simd-threaded.wasm";

import { nameCalls, type Ort } from "./ort.ts";

/** 80 MiB: two releases of a 6x384 int8 model during a swap (66 MiB measured), and a run beside them. */
const MAX_HEAP_PAGES = 1280;
export const MAX_HEAP_BYTES = MAX_HEAP_PAGES * 65_536;

const NativeMemory = WebAssembly.Memory;
let memory: WebAssembly.Memory | null = null;

/** Size of onnxruntime's heap in bytes; 0 before the first instance. It never shrinks. */
export function readWasmBytes(): number {
  return memory?.buffer.byteLength ?? 0;
}

/** An instance on the emptied heap. The one before it must not be called any more. */
export async function instantiateOnHeap(): Promise<Ort> {
  const { process }: { readonly process?: object } = globalThis;
  Object.assign(WebAssembly, { Memory: HeapMemory });
  Object.assign(process ?? {}, { type: "renderer" });
  try {
    return nameCalls(await createOrtModule({ numThreads: 1, instantiateWasm }));
  } finally {
    Object.assign(WebAssembly, { Memory: NativeMemory });
    Object.assign(process ?? {}, { type: undefined });
  }
}

/** An empty memory is only asked for its constructor. */
const HeapMemory = new Proxy(NativeMemory, {
  construct: (_, [descriptor]: [WebAssembly.MemoryDescriptor]) =>
    descriptor.initial > 0 ? takeHeap(descriptor) : new NativeMemory(descriptor),
});

function takeHeap(descriptor: WebAssembly.MemoryDescriptor): WebAssembly.Memory {
  if (memory === null) memory = new NativeMemory({ ...descriptor, maximum: MAX_HEAP_PAGES });
  else new Uint8Array(memory.buffer).fill(0);
  return memory;
}

/** At once and not in a promise: there is no I/O in it, so it cannot be lost with a request. */
function instantiateWasm(
  imports: WebAssembly.Imports,
  receive: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
): void {
  receive(new WebAssembly.Instance(wasmModule, imports), wasmModule);
}
