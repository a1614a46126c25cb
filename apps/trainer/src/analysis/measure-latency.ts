interface Latency {
  readonly medianMs: number;
  readonly p95Ms: number;
}

const WARM_UP_RUNS = 5;
const LEAST_RUNS = 20;
const MOST_RUNS = 200;
const ENOUGH_MS = 2_000;

/** Runs it many times one after the other; a slow one less often, though often enough for a 95th percentile. */
export async function measureLatency(run: () => Promise<unknown>): Promise<Latency> {
  for (let count = 0; count < WARM_UP_RUNS; count += 1) await run();
  const times: number[] = [];
  const begin = performance.now();
  while (times.length < LEAST_RUNS || !isEnough(times.length, performance.now() - begin)) {
    const before = performance.now();
    await run();
    times.push(performance.now() - before);
  }
  return { medianMs: takeQuantile(times, 0.5), p95Ms: takeQuantile(times, 0.95) };
}

function isEnough(runs: number, elapsedMs: number): boolean {
  return runs >= MOST_RUNS || elapsedMs >= ENOUGH_MS;
}

/** By the nearest rank. */
function takeQuantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN;
}
