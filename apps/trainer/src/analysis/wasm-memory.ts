/** The part of the global that is used; the types of Node leave it out. */
declare const WebAssembly: { Memory: new (descriptor: object) => WasmMemory };

interface WasmMemory {
  readonly buffer: { readonly byteLength: number };
}

interface Recorded<Result> {
  readonly result: Result;
  /** Bytes of the memories now; a WebAssembly memory never shrinks. */
  readonly readBytes: () => number;
}

/**
 * Keeps the WebAssembly memories that are created while `create` runs: onnxruntime-web
 * creates its heap with its first session of a thread and hands it to nobody.
 */
export async function recordWasmMemory<Result>(
  create: () => Promise<Result>,
): Promise<Recorded<Result>> {
  const { Memory } = WebAssembly;
  const created: WasmMemory[] = [];
  class RecordedMemory extends Memory {
    constructor(descriptor: object) {
      super(descriptor);
      created.push(this);
    }
  }
  WebAssembly.Memory = RecordedMemory;
  try {
    const result = await create();
    const readBytes = (): number =>
      created.reduce((sum, memory) => sum + memory.buffer.byteLength, 0);
    return { result, readBytes };
  } finally {
    WebAssembly.Memory = Memory;
  }
}
