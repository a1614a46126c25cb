import { existsSync } from "node:fs";
import { join } from "node:path";

import { HeadBucketCommand, S3Client, S3ServiceException } from "@aws-sdk/client-s3";
import { KanjoError, messageOf } from "@kanjo/shared/error";

import { stateDir } from "../environment.ts";
import { readS3Settings, type S3Settings } from "../object-store/settings.ts";
import { root } from "../paths.ts";
import { type Check, lack, ok } from "./check.ts";

const NAME = "object store";
const DEADLINE_MS = 5_000;

/** Where models are published: the configured bucket, asked with its credentials, or the embedded one. */
export async function checkObjectStore(
  env: Readonly<Record<string, string | undefined>>,
  deadlineMs = DEADLINE_MS,
): Promise<Check> {
  try {
    const settings = readS3Settings(env);
    return settings === null ? checkEmbedded() : await checkBucket(settings, deadlineMs);
  } catch (error) {
    if (!(error instanceof KanjoError)) throw error;
    return lack(NAME, error.message, error.hint ?? "");
  }
}

function checkEmbedded(): Check {
  return existsSync(join(root, "node_modules/wrangler/bin/wrangler.js"))
    ? ok(NAME, `embedded, in ${stateDir()} (S3_ENDPOINT and S3_BUCKET are not set)`)
    : lack(NAME, "embedded, but wrangler is not installed", "Install the packages: pnpm install.");
}

async function checkBucket(settings: S3Settings, deadlineMs: number): Promise<Check> {
  const { endpoint, bucket, region, accessKeyId, secretAccessKey } = settings;
  const where = `s3://${bucket} at ${showAddress(endpoint)}`;
  const client = new S3Client({
    endpoint,
    region,
    forcePathStyle: true,
    maxAttempts: 1,
    credentials: { accessKeyId, secretAccessKey },
  });
  try {
    const abortSignal = AbortSignal.timeout(deadlineMs);
    await client.send(new HeadBucketCommand({ Bucket: bucket }), { abortSignal });
    return ok(NAME, `${where} answers`);
  } catch (error) {
    return describeRefusal(where, error, deadlineMs);
  } finally {
    client.destroy();
  }
}

/** An address may hold a password. */
function showAddress(endpoint: string): string {
  return new URL(endpoint).origin;
}

function describeRefusal(where: string, error: unknown, deadlineMs: number): Check {
  const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
  if (status === 404) return lack(NAME, `${where}: 404`, "Make the bucket, or check S3_BUCKET.");
  if (status === 401 || status === 403) {
    return lack(
      NAME,
      `${where}: ${status}`,
      "Check S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY, and that the key may read, write and list the bucket.",
    );
  }
  const isLate = error instanceof Error && /abort|timeout/i.test(error.name);
  const reason = isLate ? `no answer in ${deadlineMs / 1000} s` : (status ?? messageOf(error));
  return lack(NAME, `${where}: ${reason}`, "Check S3_ENDPOINT, S3_REGION and the network.");
}
