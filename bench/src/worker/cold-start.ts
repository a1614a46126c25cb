import { quantile } from "../quantile.ts";
import { askPath, openClient, requireAnswer } from "./client.ts";
import type { ServedRelease } from "./served-release.ts";
import { time } from "./time.ts";

const COLD_STARTS = 7;
/** What the goal is for, in ms. */
const GOAL_MS = 500;
const TOKENS = 20;

/** From the first byte of the first request to its answer, in processes that have just started; ms. */
export async function measureColdStarts({ start, textOf }: ServedRelease): Promise<number[]> {
  const path = askPath(textOf(TOKENS));
  const times: number[] = [];
  for (let round = 0; round < COLD_STARTS; round += 1) {
    const server = await start();
    const client = openClient(server.url);
    try {
      times.push(await time(() => requireAnswer(client.get(path))));
    } finally {
      client.close();
      await server.stop();
    }
  }
  return times;
}

export function describeColdStarts(times: readonly number[]): string {
  const median = quantile(times, 0.5);
  return `Cold start, first request of ${TOKENS} tokens to its answer with everything loaded and verified: median ${median.toFixed(0)} ms, worst ${Math.max(...times).toFixed(0)} ms of ${times.length} (goal: ${GOAL_MS} ms).`;
}
