/**
 * onnxruntime-web (pinned to 1.30.0) in workerd, without a change to its files.
 * While its first session is created, two members of `WebAssembly` are replaced:
 *
 * - `instantiate`: workerd compiles no WebAssembly from bytes, so the module that
 *   the bundle imported is instantiated in place of the bytes it is called with.
 * - `Memory`: the heap is asked for with a 4 GiB maximum and would grow until the
 *   isolate (128 MB) is killed. With a lower one an allocation fails, and a session
 *   or a run that needed it throws `std::bad_alloc`; what is loaded runs on. The
 *   heap is kept, because workerd's own figures leave out shared memory.
 *
 * The heap's `malloc` and `free` are wrapped for as long as it lives. With
 * `use_ort_model_bytes_for_initializers` a session's weights stay in the model's
 * bytes, which halves the heap, but onnxruntime-web frees those bytes as soon as
 * the session exists and later allocations overwrite the weights
 * (https://github.com/microsoft/onnxruntime/pull/29033). `pinAllocation` keeps
 * such a block until its session is released. Their names are minified ones, so
 * that both calls were seen is checked.
 */
import { KanjoError } from "@kanjo/shared/error";
import wasmModule from "onnxruntime-web/ort-wasm-simd-threaded.wasm";

/** 80 MiB: two releases of a 6x384 int8 model during a swap (66 MiB measured), and a run beside them. */
export const MAX_HEAP_PAGES = 1280;

const MALLOC = "wb";
const FREE = "vb";

interface Heap {
  readonly memory: WebAssembly.Memory;
  readonly free: (address: number) => void;
}

interface Pin {
  readonly bytes: number;
  address: number | null;
  freed: boolean;
}

export interface PinnedAllocation<T> {
  readonly result: T;
  /** Frees the block; once. */
  readonly unpin: () => void;
}

const native = { instantiate: WebAssembly.instantiate, Memory: WebAssembly.Memory };
const pinned = new Set<number>();
let memory: WebAssembly.Memory | null = null;
let heap: Heap | null = null;
let pin: Pin | null = null;

/** Size of onnxruntime's heap in bytes; 0 before the first session. It never shrinks. */
export function readWasmBytes(): number {
  return memory?.buffer.byteLength ?? 0;
}

/**
 * Runs `create`, in which onnxruntime-web copies a model of `bytes` bytes into
 * its heap, and keeps that block when onnxruntime-web frees it. Not reentrant.
 * @throws KanjoError `runtime-unsupported` when it was not allocated and freed as expected
 */
export async function pinAllocation<T>(
  bytes: number,
  create: () => Promise<T>,
): Promise<PinnedAllocation<T>> {
  const block: Pin = { bytes, address: null, freed: false };
  pin = block;
  try {
    const result = heap === null ? await instantiateDuring(create) : await create();
    return { result, unpin: createUnpin(requirePinned(block)) };
  } catch (error) {
    if (block.address !== null && block.freed) createUnpin(block.address)();
    throw error;
  } finally {
    pin = null;
  }
}

async function instantiateDuring<T>(create: () => Promise<T>): Promise<T> {
  Object.assign(WebAssembly, { instantiate: instantiateImported, Memory: CappedMemory });
  try {
    return await create();
  } finally {
    Object.assign(WebAssembly, native);
  }
}

class CappedMemory extends WebAssembly.Memory {
  constructor(descriptor: WebAssembly.MemoryDescriptor) {
    const maximum = Math.min(descriptor.maximum ?? MAX_HEAP_PAGES, MAX_HEAP_PAGES);
    super({ ...descriptor, maximum });
    keepMemory(this, descriptor);
  }
}

/** An empty memory is only asked for its constructor. */
function keepMemory(created: WebAssembly.Memory, descriptor: WebAssembly.MemoryDescriptor): void {
  if (descriptor.initial > 0) memory = created;
}

async function instantiateImported(
  _bytes: unknown,
  imports: WebAssembly.Imports,
): Promise<{ module: WebAssembly.Module; instance: Pick<WebAssembly.Instance, "exports"> }> {
  const { exports } = await native.instantiate(wasmModule, imports);
  return { module: wasmModule, instance: { exports: wrapAllocator(exports) } };
}

function wrapAllocator(exports: WebAssembly.Exports): WebAssembly.Exports {
  const malloc = requireFunction(exports, MALLOC);
  const free = requireFunction(exports, FREE);
  if (memory === null) throw unsupported("created no memory");
  heap = { memory, free };
  const allocate = (bytes: number): number => {
    const address = malloc(bytes) >>> 0;
    if (pin?.address === null && bytes === pin.bytes && address !== 0) {
      pin.address = address;
      pinned.add(address);
    }
    return address;
  };
  const release = (address: number): void => {
    if (!pinned.has(address >>> 0)) free(address);
    else if (pin?.address === address >>> 0) pin.freed = true;
  };
  return { ...exports, [MALLOC]: allocate, [FREE]: release };
}

function requireFunction(exports: WebAssembly.Exports, name: string): (value: number) => number {
  const member = exports[name];
  if (typeof member !== "function") throw unsupported(`has no function "${name}"`);
  return (value) => Number(member(value));
}

function requirePinned(block: Pin): number {
  if (block.address === null) throw unsupported("did not allocate the model's bytes");
  if (!block.freed) throw unsupported("did not free the model's bytes");
  return block.address;
}

function createUnpin(address: number): () => void {
  return () => {
    if (pinned.delete(address)) heap?.free(address);
  };
}

function unsupported(found: string): KanjoError {
  return new KanjoError("runtime-unsupported", `onnxruntime-web ${found}, as 1.30.0 does`, {
    hint: "Pin onnxruntime-web to 1.30.0, or look up the names in runtime/wasm-heap.ts again.",
  });
}
