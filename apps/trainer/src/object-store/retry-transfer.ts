/**
 * The SDK tries a request again until its answer begins; a body that breaks off
 * afterwards is the caller's. Full jitter: the pause is anything up to a limit
 * that doubles (Brooker, "Exponential Backoff And Jitter", AWS 2015).
 */
import { S3ServiceException } from "@aws-sdk/client-s3";

import { MAX_ATTEMPTS } from "./s3-client.ts";

const FIRST_LIMIT_MS = 200;

/** Runs a request with its body until it comes whole; what the store refused is not asked for again. */
export async function retryTransfer<Result>(transfer: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await transfer();
    } catch (failure) {
      if (failure instanceof S3ServiceException || attempt === MAX_ATTEMPTS) throw failure;
      await sleep(Math.random() * FIRST_LIMIT_MS * 2 ** (attempt - 1));
    }
  }
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
