import { Readable } from "node:stream";

import { GetObjectCommand, S3Client, S3ServiceException } from "@aws-sdk/client-s3";
import { KanjoError } from "@kanjo/shared/error";

import type { ModelStore, StoredObject } from "../src/model-store/model-store.ts";
import { toByteStream } from "./byte-stream.ts";
import type { S3Settings } from "./node-settings.ts";

/** Reads from R2, AWS S3 or any compatible store, by path-style addresses. */
export class S3ModelStore implements ModelStore {
  readonly #bucket: string;
  readonly #client: S3Client;

  constructor({ endpoint, region, bucket, accessKeyId, secretAccessKey }: S3Settings) {
    this.#bucket = bucket;
    this.#client = new S3Client({
      endpoint,
      region,
      forcePathStyle: true,
      credentials: { accessKeyId, secretAccessKey },
      // Every object is compared with its SHA-256, and not every store knows these checksums.
      requestChecksumCalculation: "WHEN_REQUIRED",
      responseChecksumValidation: "WHEN_REQUIRED",
    });
  }

  async read(key: string): Promise<StoredObject | null> {
    try {
      const command = new GetObjectCommand({ Bucket: this.#bucket, Key: key });
      const { Body, ContentLength } = await this.#client.send(command);
      return { bytes: ContentLength ?? null, body: toByteStream(requireReadable(Body)) };
    } catch (cause) {
      if (isMissing(cause)) return null;
      throw new KanjoError("store-unreadable", `GET "${key}": ${describe(cause)}`, {
        hint: "Check S3_ENDPOINT, S3_BUCKET and the access key.",
        cause,
      });
    }
  }
}

function requireReadable(body: unknown): Readable {
  if (body instanceof Readable) return body;
  throw new TypeError("the answer has no body");
}

/** A bucket that does not exist is an error. */
function isMissing(thrown: unknown): boolean {
  return thrown instanceof S3ServiceException && thrown.name === "NoSuchKey";
}

function describe(thrown: unknown): string {
  if (!(thrown instanceof S3ServiceException)) return "no answer";
  return `${thrown.$metadata.httpStatusCode ?? "no status"}, ${thrown.name}`;
}
