import type { ReleaseSource } from "./release-loader.ts";

/**
 * Through which channel a release came to this isolate. A release that the channel
 * has left stays known by it for as long as it serves, and one that went on from
 * the canary to the main channel is the main channel's from then on.
 */
export class ServedChannels {
  readonly #channels = new Map<string, string>();

  /** The source, as it was, with an eye on the pointers that are read. */
  watch(source: ReleaseSource): ReleaseSource {
    return {
      ...source,
      readPointers: async () => {
        const reading = await source.readPointers();
        // The first of them is the one that is preferred.
        for (const { manifestSha256, channel } of reading.pointers.toReversed()) {
          this.#channels.set(manifestSha256, channel);
        }
        return reading;
      },
    };
  }

  /** Null for a release that no pointer has named. */
  find(manifestSha256: string): string | null {
    return this.#channels.get(manifestSha256) ?? null;
  }
}
