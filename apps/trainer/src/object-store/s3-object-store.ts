import {
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import { KanjoError, messageOf } from "@kanjo/shared/error";

import type { ObjectStore, StoredObject, WriteCondition, WriteOutcome } from "./object-store.ts";
import type { S3Settings } from "./settings.ts";

/** R2, AWS S3 or any compatible store, by path-style addresses. */
export function createS3ObjectStore(settings: S3Settings): ObjectStore {
  return new S3ObjectStore(settings);
}

class S3ObjectStore implements ObjectStore {
  readonly description: string;
  readonly #settings: S3Settings;
  readonly #client: S3Client;

  constructor(settings: S3Settings) {
    this.description = `s3://${settings.bucket} at ${settings.endpoint}`;
    this.#settings = settings;
    this.#client = createClient(settings);
  }

  async read(key: string): Promise<StoredObject | null> {
    const output = await this.#send("GET", key, () =>
      this.#client.send(new GetObjectCommand({ Bucket: this.#settings.bucket, Key: key })),
    );
    if (output?.Body === undefined || output.ETag === undefined) return null;
    return { bytes: new Uint8Array(await output.Body.transformToByteArray()), etag: output.ETag };
  }

  async size(key: string): Promise<number | null> {
    const output = await this.#send("HEAD", key, () =>
      this.#client.send(new HeadObjectCommand({ Bucket: this.#settings.bucket, Key: key })),
    );
    return output?.ContentLength ?? null;
  }

  async write(
    key: string,
    bytes: Uint8Array,
    contentType: string,
    condition: WriteCondition,
  ): Promise<WriteOutcome> {
    const object = {
      Bucket: this.#settings.bucket,
      Key: key,
      Body: bytes,
      ContentType: contentType,
    };
    const precondition =
      condition.kind === "absent" ? { IfNoneMatch: "*" } : { IfMatch: condition.etag };
    try {
      await this.#client.send(new PutObjectCommand({ ...object, ...precondition }));
      return "written";
    } catch (cause) {
      if (statusOf(cause) === 412) return "condition-failed";
      throw storeError("PUT", this.#settings, key, cause);
    }
  }

  /** Null when the object is not there; a bucket that is not there is an error. */
  async #send<Output>(
    verb: string,
    key: string,
    send: () => Promise<Output>,
  ): Promise<Output | null> {
    try {
      return await send();
    } catch (cause) {
      if (statusOf(cause) === 404 && !isNoSuchBucket(cause)) return null;
      throw storeError(verb, this.#settings, key, cause);
    }
  }
}

function createClient(settings: S3Settings): S3Client {
  return new S3Client({
    endpoint: settings.endpoint,
    region: settings.region,
    forcePathStyle: true,
    credentials: {
      accessKeyId: settings.accessKeyId,
      secretAccessKey: settings.secretAccessKey,
    },
    // R2 does not know the checksums that newer SDKs add by default.
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
  });
}

function statusOf(thrown: unknown): number | undefined {
  return thrown instanceof S3ServiceException ? thrown.$metadata.httpStatusCode : undefined;
}

function isNoSuchBucket(thrown: unknown): boolean {
  return thrown instanceof S3ServiceException && thrown.name === "NoSuchBucket";
}

function storeError(verb: string, settings: S3Settings, key: string, cause: unknown): KanjoError {
  const status = statusOf(cause) ?? "no answer";
  return new KanjoError(
    "object-store-failed",
    `[${verb}] "s3://${settings.bucket}/${key}" at ${settings.endpoint}: ${status}, ${messageOf(cause)}`,
    { hint: hintFor(status), cause },
  );
}

function hintFor(status: number | string): string {
  if (status === 401 || status === 403) {
    return "Check S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY, and that the key may read and write the bucket.";
  }
  if (status === 404) return "Check S3_BUCKET: the bucket has to exist.";
  return "Check S3_ENDPOINT and the network.";
}
