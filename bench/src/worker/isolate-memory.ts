/** What the isolate holds, through workerd's inspector (Chrome DevTools Protocol). */
interface HeapUsage {
  /** Bytes of JavaScript objects. */
  readonly usedSize: number;
  /** Bytes of array buffers, without shared memory. */
  readonly backingStorageSize?: number;
}

/** Bytes of the JavaScript heap and of array buffers, without onnxruntime's shared memory. */
export interface ScriptMemory {
  readonly heap: number;
  readonly buffers: number;
}

export interface IsolateInspector {
  /**
   * What is no longer used and not yet collected counts, because workerd's inspector
   * does not answer `HeapProfiler.collectGarbage`. It answers between two events of the isolate.
   */
  read(): Promise<ScriptMemory>;
  close(): void;
}

export async function openInspector(inspectorPort: number): Promise<IsolateInspector> {
  const response = await fetch(`http://127.0.0.1:${inspectorPort}/json`);
  const targets: { readonly webSocketDebuggerUrl: string }[] = JSON.parse(await response.text());
  const [target] = targets;
  if (target === undefined) throw new Error("workerd's inspector lists no isolate");
  const socket = new WebSocket(target.webSocketDebuggerUrl);
  await new Promise((resolve, reject) => {
    socket.addEventListener("open", resolve, { once: true });
    socket.addEventListener("error", reject, { once: true });
  });
  return {
    read: async () => {
      const usage: HeapUsage = JSON.parse(await call(socket, "Runtime.getHeapUsage"));
      return { heap: usage.usedSize, buffers: usage.backingStorageSize ?? 0 };
    },
    close: () => socket.close(),
  };
}

/** Once. */
export async function readIsolateMemory(inspectorPort: number): Promise<ScriptMemory> {
  const inspector = await openInspector(inspectorPort);
  try {
    return await inspector.read();
  } finally {
    inspector.close();
  }
}

const ANSWER_DEADLINE_MS = 30_000;

/** The result's JSON text. */
function call(socket: WebSocket, method: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const deadline = setTimeout(() => {
      reject(new Error(`workerd's inspector did not answer ${method}`));
    }, ANSWER_DEADLINE_MS);
    const listen = (event: MessageEvent): void => {
      const message: Answer = JSON.parse(String(event.data));
      if (message.id !== REQUEST_ID) return;
      clearTimeout(deadline);
      socket.removeEventListener("message", listen);
      if (message.error === undefined) resolve(JSON.stringify(message.result));
      else reject(new Error(`${method}: ${message.error.message}`));
    };
    socket.addEventListener("message", listen);
    socket.send(JSON.stringify({ id: REQUEST_ID, method }));
  });
}

/** One call at a time. */
const REQUEST_ID = 1;

interface Answer {
  /** Events, which the inspector sends in between, have none. */
  readonly id?: number;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}
