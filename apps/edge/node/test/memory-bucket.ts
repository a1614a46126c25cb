import { toByteStream } from "../byte-stream.ts";

/** What the tests use of an R2 bucket. */
export class MemoryBucket {
  readonly #objects = new Map<string, Uint8Array<ArrayBuffer>>();

  async get(key: string): Promise<MemoryObject | null> {
    const bytes = this.#objects.get(key);
    return bytes === undefined ? null : new MemoryObject(bytes);
  }

  async put(key: string, content: string | Uint8Array<ArrayBuffer>): Promise<void> {
    this.#objects.set(key, new Uint8Array(await new Response(content).arrayBuffer()));
  }

  async delete(key: string): Promise<void> {
    this.#objects.delete(key);
  }

  clear(): void {
    this.#objects.clear();
  }
}

const PIECE_BYTES = 2 ** 16;

class MemoryObject {
  readonly #bytes: Uint8Array<ArrayBuffer>;

  constructor(bytes: Uint8Array<ArrayBuffer>) {
    this.#bytes = bytes;
  }

  get size(): number {
    return this.#bytes.byteLength;
  }

  get body(): ReadableStream<Uint8Array> {
    return toByteStream(cut(this.#bytes));
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    return this.#bytes.slice().buffer;
  }

  async text(): Promise<string> {
    return new TextDecoder().decode(this.#bytes);
  }
}

async function* cut(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.byteLength; at += PIECE_BYTES) {
    yield bytes.subarray(at, at + PIECE_BYTES);
  }
}
