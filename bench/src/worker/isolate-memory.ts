/** What the isolate holds, through workerd's inspector (Chrome DevTools Protocol). */
interface HeapUsage {
  /** Bytes of JavaScript objects. */
  readonly usedSize: number;
  /** Bytes of array buffers, without shared memory. */
  readonly backingStorageSize?: number;
}

/** Bytes after a collection: JavaScript heap and array buffers, without onnxruntime's shared memory. */
export async function readIsolateMemory(
  inspectorPort: number,
): Promise<{ heap: number; buffers: number }> {
  const response = await fetch(`http://127.0.0.1:${inspectorPort}/json`);
  const targets: { readonly webSocketDebuggerUrl: string }[] = JSON.parse(await response.text());
  const [target] = targets;
  if (target === undefined) throw new Error("workerd's inspector lists no isolate");
  const socket = new WebSocket(target.webSocketDebuggerUrl);
  await new Promise((resolve, reject) => {
    socket.addEventListener("open", resolve, { once: true });
    socket.addEventListener("error", reject, { once: true });
  });
  try {
    await call(socket, 1, "HeapProfiler.enable");
    await call(socket, 2, "HeapProfiler.collectGarbage");
    const usage: HeapUsage = JSON.parse(await call(socket, 3, "Runtime.getHeapUsage"));
    return { heap: usage.usedSize, buffers: usage.backingStorageSize ?? 0 };
  } finally {
    socket.close();
  }
}

/** The result's JSON text. */
function call(socket: WebSocket, id: number, method: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const listen = (event: MessageEvent): void => {
      const message: { id?: number; result?: unknown; error?: { message: string } } = JSON.parse(
        String(event.data),
      );
      if (message.id !== id) return;
      socket.removeEventListener("message", listen);
      if (message.error !== undefined) reject(new Error(`${method}: ${message.error.message}`));
      else resolve(JSON.stringify(message.result));
    };
    socket.addEventListener("message", listen);
    socket.send(JSON.stringify({ id, method }));
  });
}
