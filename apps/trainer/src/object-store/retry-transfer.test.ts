import { S3ServiceException } from "@aws-sdk/client-s3";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { retryTransfer } from "./retry-transfer.ts";
import { MAX_ATTEMPTS } from "./s3-client.ts";

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, "random").mockReturnValue(0.5);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** Fails so often, then succeeds; notes when each attempt came. */
function failTimes(times: number, failure: Error = new Error("aborted")) {
  const started = Date.now();
  const attempts: number[] = [];
  const transfer = async (): Promise<string> => {
    attempts.push(Date.now() - started);
    if (attempts.length <= times) throw failure;
    return "whole";
  };
  return { attempts, transfer };
}

test("a transfer that breaks off is begun again, after pauses whose limits double", async () => {
  const { attempts, transfer } = failTimes(MAX_ATTEMPTS - 1);
  const result = retryTransfer(transfer);
  await vi.runAllTimersAsync();
  expect(await result).toBe("whole");
  // Half of 200, 400, 800 ms and so on.
  expect(attempts).toEqual([0, 100, 300, 700, 1_500, 3_100]);
});

test("after the last attempt its failure is the transfer's", async () => {
  const { attempts, transfer } = failTimes(MAX_ATTEMPTS);
  await Promise.all([
    expect(retryTransfer(transfer)).rejects.toThrow("aborted"),
    vi.runAllTimersAsync(),
  ]);
  expect(attempts).toHaveLength(MAX_ATTEMPTS);
});

describe("what the store refused", () => {
  test("is not asked for again: the SDK has done so where that helps", async () => {
    const refusal = new S3ServiceException({
      name: "AccessDenied",
      $fault: "client",
      $metadata: { httpStatusCode: 403 },
    });
    const { attempts, transfer } = failTimes(1, refusal);
    await expect(retryTransfer(transfer)).rejects.toBe(refusal);
    expect(attempts).toHaveLength(1);
  });
});
