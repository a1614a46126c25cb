import { S3Client } from "@aws-sdk/client-s3";

import type { S3Settings } from "./settings.ts";

/** Attempts of one request: the SDK pauses longer each time, with jitter, after 429, 5xx and lost connections. */
export const MAX_ATTEMPTS = 6;

const CONNECT_DEADLINE_MS = 10_000;
const IDLE_DEADLINE_MS = 60_000;

/** For R2, AWS S3 or any compatible store, by path-style addresses. */
export function createS3Client(settings: S3Settings): S3Client {
  return new S3Client({
    endpoint: settings.endpoint,
    region: settings.region,
    forcePathStyle: true,
    credentials: {
      accessKeyId: settings.accessKeyId,
      secretAccessKey: settings.secretAccessKey,
    },
    retryMode: "standard",
    maxAttempts: MAX_ATTEMPTS,
    requestHandler: { connectionTimeout: CONNECT_DEADLINE_MS, socketTimeout: IDLE_DEADLINE_MS },
    // R2 does not know the checksums that newer SDKs add by default.
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
  });
}
