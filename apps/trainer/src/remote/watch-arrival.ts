const IDLE_MS = 30_000;

/**
 * Gives up on what is under way when nothing arrives for half a minute.
 * @param work calls `onArrival` for every part that arrives
 */
export async function watchArrival<Result>(
  work: (signal: AbortSignal, onArrival: () => void) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  const timer = setTimeout(() => {
    controller.abort(new Error(`nothing arrived for ${IDLE_MS / 1000} s`));
  }, IDLE_MS);
  try {
    return await work(controller.signal, () => timer.refresh());
  } finally {
    clearTimeout(timer);
    controller.abort();
  }
}
