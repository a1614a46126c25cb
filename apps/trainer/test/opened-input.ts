import type { Input } from "../src/predict/input.ts";

/** An input of these bytes that can be read from anywhere, in chunks of so many bytes. */
export function makeInput(content: string | Uint8Array, chunkBytes = 1 << 16): Input {
  const bytes = Buffer.from(content);
  return {
    name: "input",
    file: null,
    async *read(offset) {
      for (let at = offset; at < bytes.length; at += chunkBytes) {
        yield bytes.subarray(at, at + chunkBytes);
      }
    },
  };
}

export async function collect<Item>(items: AsyncIterable<Item> | Iterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}
