import { type FileHandle, open } from "node:fs/promises";

/** A file that grows. */
export class AppendFile {
  readonly #handle: FileHandle;
  #bytes: number;

  private constructor(handle: FileHandle, bytes: number) {
    this.#handle = handle;
    this.#bytes = bytes;
  }

  /**
   * Opens a file, or makes it, and cuts it to a length.
   * @returns null when it is shorter
   */
  static async open(path: string, bytes: number): Promise<AppendFile | null> {
    const handle = await open(path, "a");
    const { size } = await handle.stat();
    if (size < bytes) {
      await handle.close();
      return null;
    }
    await handle.truncate(bytes);
    return new AppendFile(handle, bytes);
  }

  get bytes(): number {
    return this.#bytes;
  }

  async append(text: string): Promise<void> {
    const content = Buffer.from(text);
    await this.#handle.appendFile(content);
    this.#bytes += content.length;
  }

  /** Waits until everything is on the disk. */
  sync(): Promise<void> {
    return this.#handle.sync();
  }

  close(): Promise<void> {
    return this.#handle.close();
  }
}
