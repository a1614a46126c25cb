let last: Promise<unknown> = Promise.resolve();

/**
 * Runs tasks one after another. onnxruntime-web saves and restores the stack
 * pointer of its one heap across awaits, so two calls into it must not
 * interleave, not even for two sessions. Tasks do no I/O: a request that is
 * cancelled cannot leave the queue waiting.
 */
export function exclusively<T>(task: () => Promise<T>): Promise<T> {
  const result = last.then(task);
  last = result.catch(() => undefined);
  return result;
}
