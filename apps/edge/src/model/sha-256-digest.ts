/** SHA-256 of bytes that come in pieces, by workerd's `DigestStream`: WebCrypto's own takes only the whole. */
export class Sha256Digest {
  readonly #stream = new crypto.DigestStream("SHA-256");
  readonly #writer = this.#stream.getWriter();

  /** The piece may be written over once this resolves. */
  async update(piece: Uint8Array<ArrayBuffer>): Promise<void> {
    await this.#writer.write(piece);
  }

  /** 64 lower-case hexadecimal digits. */
  async finish(): Promise<string> {
    await this.#writer.close();
    const digest = new Uint8Array(await this.#stream.digest);
    return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }
}
