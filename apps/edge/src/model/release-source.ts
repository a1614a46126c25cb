/**
 * Which release an isolate is to serve, and how it is loaded.
 *
 * A canary goes to a share of the isolates: each draws a number once, and takes the
 * canary's channel while the number is below the pointer's `percent`. So a larger
 * percentage keeps the isolates that have it and adds others, and 0 takes it from
 * all. Where the canary is missing or refused, the main channel's release serves.
 */
import { KanjoError } from "@kanjo/shared/error";
import type { ChannelPointer } from "@kanjo/shared/manifest/pointer";

import type { PointerReading, ReleaseSource } from "../model-holder/release-loader.ts";
import type { ModelStore } from "../model-store/model-store.ts";
import { startRuntime } from "../runtime/runtime.ts";
import { DictionaryPool } from "./dictionary-pool.ts";
import { loadModel } from "./load-model.ts";
import type { Limits } from "./memory-budget.ts";
import { readPointer } from "./read-release.ts";

export interface ReleaseSourceOptions {
  readonly store: ModelStore;
  readonly modelName: string;
  readonly channel: string;
  /** Null where there is none. */
  readonly canaryChannel: string | null;
  /** The isolate's number, 0 to 100 without 100; asked once. */
  readonly draw?: (() => number) | undefined;
  readonly loadLimitMs: number;
  /** Milliseconds since any fixed moment. */
  readonly now: () => number;
  readonly limits?: Limits | undefined;
}

/**
 * Releases as they lie in the store. onnxruntime needs none of them and starts at once,
 * with the isolate: Cloudflare starts that while the client still shakes hands.
 */
export function createReleaseSource(options: ReleaseSourceOptions): ReleaseSource {
  const { store, loadLimitMs, now, limits, draw = drawAtRandom } = options;
  startRuntimeEarly();
  const dictionaries = new DictionaryPool({ store, readLimitMs: loadLimitMs, now });
  const source = limits === undefined ? { store, dictionaries } : { store, dictionaries, limits };
  let number: number | null = null;
  return {
    readPointers: () => {
      number ??= draw();
      return readPointers(options, number);
    },
    loadModel: (pointer, site) => loadModel(source, pointer, site),
  };
}

function drawAtRandom(): number {
  return Math.random() * 100;
}

async function readPointers(
  { store, modelName, channel, canaryChannel }: ReleaseSourceOptions,
  number: number,
): Promise<PointerReading> {
  const [main, canary] = await Promise.all([
    readOrRefuse(() => readPointer(store, modelName, channel)),
    canaryChannel === null
      ? null
      : readOrRefuse(() => readPointer(store, modelName, canaryChannel)),
  ]);
  const isTaken = canary !== null && !(canary instanceof KanjoError) && number < canary.percent;
  if (isTaken) {
    return main instanceof KanjoError
      ? { pointers: [canary], problem: main }
      : { pointers: [canary, main], problem: null };
  }
  if (main instanceof KanjoError) throw main;
  const isWrong = canary instanceof KanjoError && canary.code !== "model-not-published";
  return { pointers: [main], problem: isWrong ? canary : null };
}

async function readOrRefuse(
  read: () => Promise<ChannelPointer>,
): Promise<ChannelPointer | KanjoError> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof KanjoError) return error;
    throw error;
  }
}

/** What goes wrong is met again by the load. */
function startRuntimeEarly(): void {
  startRuntime().catch(() => undefined);
}
