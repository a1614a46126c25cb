import type { Line } from "./read-lines.ts";

/** Lines one at a time, of which some may be given back to be read again. */
export class LineSource {
  readonly #lines: AsyncIterator<Line>;
  /** Those given back, the next one last. */
  readonly #returned: Line[] = [];

  constructor(lines: AsyncIterable<Line>) {
    this.#lines = lines[Symbol.asyncIterator]();
  }

  /** Null at the end. */
  async next(): Promise<Line | null> {
    const returned = this.#returned.pop();
    if (returned !== undefined) return returned;
    const result = await this.#lines.next();
    return result.done === true ? null : result.value;
  }

  /** In their order. */
  giveBack(lines: readonly Line[]): void {
    for (const line of lines.toReversed()) this.#returned.push(line);
  }

  /** Closes the file that the lines come from. */
  async close(): Promise<void> {
    await this.#lines.return?.();
  }
}
