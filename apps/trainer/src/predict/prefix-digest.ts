import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";

/**
 * Digest of a file's beginning, which grows. The file is read a second time for it,
 * from the system's cache: so it ends between two rows, wherever the reader is.
 */
export class PrefixDigest {
  readonly #path: string;
  readonly #hash = createHash("sha256");
  #bytes = 0;

  constructor(path: string) {
    this.#path = path;
  }

  /**
   * @param bytes from the file's beginning, no fewer than before
   * @returns hexadecimal; of less where the file is shorter
   */
  async advanceTo(bytes: number): Promise<string> {
    if (bytes > this.#bytes) {
      const options = { start: this.#bytes, end: bytes - 1, highWaterMark: 1 << 20 };
      const part: AsyncIterable<Buffer> = createReadStream(this.#path, options);
      for await (const chunk of part) this.#hash.update(chunk);
      this.#bytes = bytes;
    }
    return this.#hash.copy().digest("hex");
  }
}
