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
  const client = new S3Client({
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
  const Bucket = settings.bucket;

  async function read(key: string): Promise<StoredObject | null> {
    try {
      const { Body, ETag } = await client.send(new GetObjectCommand({ Bucket, Key: key }));
      if (Body === undefined || ETag === undefined) return null;
      return { bytes: new Uint8Array(await Body.transformToByteArray()), etag: ETag };
    } catch (cause) {
      if (statusOf(cause) === 404) return null;
      throw storeError("GET", settings, key, cause);
    }
  }

  async function size(key: string): Promise<number | null> {
    try {
      const { ContentLength } = await client.send(new HeadObjectCommand({ Bucket, Key: key }));
      return ContentLength ?? null;
    } catch (cause) {
      if (statusOf(cause) === 404) return null;
      throw storeError("HEAD", settings, key, cause);
    }
  }

  async function write(
    key: string,
    bytes: Uint8Array,
    contentType: string,
    condition: WriteCondition,
  ): Promise<WriteOutcome> {
    try {
      await client.send(
        new PutObjectCommand({
          Bucket,
          Key: key,
          Body: bytes,
          ContentType: contentType,
          ...(condition.kind === "absent" ? { IfNoneMatch: "*" } : { IfMatch: condition.etag }),
        }),
      );
      return "written";
    } catch (cause) {
      if (statusOf(cause) === 412 || statusOf(cause) === 409) return "condition-failed";
      throw storeError("PUT", settings, key, cause);
    }
  }

  return { description: `s3://${settings.bucket} at ${settings.endpoint}`, read, size, write };
}

function statusOf(thrown: unknown): number | undefined {
  return thrown instanceof S3ServiceException ? thrown.$metadata.httpStatusCode : undefined;
}

function storeError(verb: string, settings: S3Settings, key: string, cause: unknown): KanjoError {
  const status = statusOf(cause);
  return new KanjoError(
    "object-store-failed",
    `[${verb}] "s3://${settings.bucket}/${key}" at ${settings.endpoint}: ${status ?? ""} ${messageOf(cause)}`,
    { hint: hintFor(status), cause },
  );
}

function hintFor(status: number | undefined): string {
  if (status === 401 || status === 403) {
    return "Check S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY, and that the key may read and write the bucket.";
  }
  if (status === 404) return "Check S3_BUCKET: the bucket has to exist.";
  return "Check S3_ENDPOINT and the network; running the same command again finishes what is missing.";
}
