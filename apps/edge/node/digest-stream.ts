import { createHash } from "node:crypto";

/** workerd's `crypto.DigestStream`: what is written into it goes into a digest, which is there once it is closed. */
export class DigestStream extends WritableStream<Uint8Array> {
  readonly digest: Promise<ArrayBuffer>;

  constructor(algorithm: "SHA-256") {
    const hash = createHash(algorithm);
    const { promise, resolve, reject } = Promise.withResolvers<ArrayBuffer>();
    promise.catch(() => {});
    super({
      write: (piece) => void hash.update(piece),
      close: () => resolve(new Uint8Array(hash.digest()).buffer),
      abort: reject,
    });
    this.digest = promise;
  }
}
