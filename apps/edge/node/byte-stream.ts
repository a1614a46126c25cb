/** A byte stream of what Node reads, with the pieces copied: Node's own may be parts of a buffer that others use. */
export function toByteStream(source: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const pieces = source[Symbol.asyncIterator]();
  return new ReadableStream({
    type: "bytes",
    pull: async (controller) => {
      const { done, value } = await pieces.next();
      if (done !== true) return controller.enqueue(new Uint8Array(value));
      controller.close();
      controller.byobRequest?.respond(0);
    },
    cancel: async () => {
      await pieces.return?.();
    },
  });
}
