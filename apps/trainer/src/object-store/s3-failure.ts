import { S3ServiceException } from "@aws-sdk/client-s3";
import { KanjoError, messageOf } from "@kanjo/shared/error";

import type { S3Settings } from "./settings.ts";

/** Whether the object is not there; a bucket that is not there is another failure. */
export function isNoSuchObject(thrown: unknown): boolean {
  return statusOf(thrown) === 404 && !hasName(thrown, "NoSuchBucket");
}

/**
 * The condition of a write did not hold, or another conditional write to the key was
 * under way (S3's 409), or the object to be replaced is gone (S3's 404).
 */
export function isConditionFailed(thrown: unknown): boolean {
  const names = ["ConditionalRequestConflict", "NoSuchKey"];
  return statusOf(thrown) === 412 || names.some((name) => hasName(thrown, name));
}

/** A multipart upload was completed or aborted before: also by the same request, whose answer was lost. */
export function isUploadOver(thrown: unknown): boolean {
  return hasName(thrown, "NoSuchUpload");
}

/** What a request that failed for good means to the user. */
export function describeFailure(
  verb: string,
  settings: S3Settings,
  key: string,
  cause: unknown,
): KanjoError {
  if (cause instanceof KanjoError) return cause;
  const status = statusOf(cause) ?? "no answer";
  return new KanjoError(
    "object-store-failed",
    `[${verb}] "s3://${settings.bucket}/${key}" at ${settings.endpoint}: ${status}, ${messageOf(cause)}`,
    { hint: hintFor(status), cause },
  );
}

function statusOf(thrown: unknown): number | undefined {
  return thrown instanceof S3ServiceException ? thrown.$metadata.httpStatusCode : undefined;
}

function hasName(thrown: unknown, name: string): boolean {
  return thrown instanceof S3ServiceException && thrown.name === name;
}

function hintFor(status: number | string): string {
  if (status === 401 || status === 403) {
    return "Check S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY, and that the key may read, write, list and delete in the bucket.";
  }
  if (status === 412) return "The object was replaced meanwhile: run the same command again.";
  if (status === 404) return "Check S3_BUCKET: the bucket has to exist.";
  if (status === 429 || (typeof status === "number" && status >= 500)) {
    return "The store is busy or ill: run the same command again later, it goes on where it was.";
  }
  return "Check S3_ENDPOINT and the network.";
}
