/** The S3 client against a store that fails: what is tried again, what is not, and what is left behind. */
import { appendFile, mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";

import { type Fault, type LoopbackS3, SLOW_DOWN, startLoopbackS3 } from "../../test/loopback-s3.ts";
import { makeFile } from "../../test/object-store-contract.ts";
import { collect } from "../../test/opened-input.ts";
import { type ObjectStore, REMOVAL_DEADLINE_MS } from "./object-store.ts";
import { MAX_ATTEMPTS } from "./s3-client.ts";
import { createS3ObjectStore } from "./s3-object-store.ts";

vi.setConfig({ testTimeout: 30_000 });

const PART = 8 << 20;
const ABSENT = { kind: "absent" } as const;
const FORBIDDEN: Fault = { status: 403, code: "AccessDenied" };

let folder: string;
let server: LoopbackS3;
let store: ObjectStore;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kanjo-s3-"));
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(async () => {
  // Pauses have full jitter: with this dice they are none.
  vi.spyOn(Math, "random").mockReturnValue(0);
  server = await startLoopbackS3();
  store = createS3ObjectStore(server.settings);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await server.stop();
});

function countRequests(beginning: string): number {
  return server.requests.filter((request) => request.startsWith(beginning)).length;
}

const write = (key: string) => store.write(key, Buffer.from("new"), "text/plain", ABSENT);

/** Each method on an object `there` or on one that is to be made, and the request that it begins with. */
const METHODS: readonly (readonly [string, string, () => Promise<unknown>])[] = [
  [
    "read",
    "GET there",
    async () => Buffer.from((await store.read("there"))?.bytes ?? []).toString(),
  ],
  ["stat", "HEAD there", async () => (await store.stat("there"))?.bytes],
  ["open", "HEAD there", async () => (await store.open("there"))?.bytes],
  ["list", "LIST th", async () => (await collect(store.list("th"))).map(({ key }) => key)],
  ["write", "PUT made", () => write("made")],
  ["remove", "DELETE there", () => store.remove("there")],
];
const EXPECTED: Readonly<Record<string, unknown>> = {
  read: "old",
  stat: 3,
  open: 3,
  list: ["there"],
  write: "written",
  remove: undefined,
};

describe("a request that fails for a while is sent again", () => {
  const faults: readonly (readonly [string, Fault])[] = [
    ["429", { status: 429, code: "TooManyRequests" }],
    ["500", { status: 500, code: "InternalError" }],
    ["503", SLOW_DOWN],
    ["a lost connection", "drop"],
  ];
  const cases = METHODS.flatMap(([method, request, call]) =>
    faults.map(([what, fault]) => ({ method, what, request, call, fault })),
  );
  test.each(cases)("$method after $what", async ({ method, request, call, fault }) => {
    server.put("there", Buffer.from("old"));
    server.failNext(request, fault, fault);
    expect(await call()).toEqual(EXPECTED[method]);
    expect(countRequests(request)).toBe(3);
  });
});

describe("a store that stays ill is given up", () => {
  test.each(METHODS)("%s", async (_method, request, call) => {
    server.put("there", Buffer.from("old"));
    server.failNext(request, ...Array<Fault>(MAX_ATTEMPTS + 5).fill(SLOW_DOWN));
    await expect(call()).rejects.toMatchObject({
      code: "object-store-failed",
      message: expect.stringContaining("503"),
      hint: expect.stringContaining("later"),
    });
    expect(countRequests(request)).toBe(MAX_ATTEMPTS);
  });
});

describe("what the store refuses is not asked for again", () => {
  test.each(METHODS)("%s", async (_method, request, call) => {
    server.put("there", Buffer.from("old"));
    server.failNext(request, FORBIDDEN);
    const failure: unknown = await call().catch((error: unknown) => error);
    expect(failure).toMatchObject({
      code: "object-store-failed",
      message: expect.stringContaining("403"),
      hint: expect.stringContaining("S3_ACCESS_KEY_ID"),
    });
    expect(JSON.stringify(failure)).not.toContain("very-secret");
    expect(countRequests(request)).toBe(1);
  });

  test("and a bucket that is not there is no object that is not there", async () => {
    server.failNext("GET there", { status: 404, code: "NoSuchBucket" });
    await expect(store.read("there")).rejects.toMatchObject({
      hint: expect.stringContaining("S3_BUCKET"),
    });
  });
});

describe("an answer whose body breaks off is asked for again", () => {
  test("of a small object", async () => {
    const bytes = Buffer.alloc(100_000, "感");
    server.put("there", bytes);
    server.failNext("GET there", "break-off", SLOW_DOWN, "break-off");
    expect(Buffer.from((await store.read("there"))?.bytes ?? []).equals(bytes)).toBe(true);
    expect(countRequests("GET there")).toBe(4);
  });

  test("and of a large one that range alone", async () => {
    const { bytes } = await makeFile(folder, 2 * PART + 5);
    server.put("there", bytes);
    server.failNext(`GET there bytes=${PART}-`, "break-off");
    const parts = await collect((await store.open("there"))?.parts ?? []);
    expect(Buffer.concat(parts).equals(bytes)).toBe(true);
    expect(server.requests).toEqual([
      "HEAD there",
      `GET there bytes=0-${PART - 1}`,
      `GET there bytes=${PART}-${2 * PART - 1}`,
      `GET there bytes=${PART}-${2 * PART - 1}`,
      `GET there bytes=${2 * PART}-${2 * PART + 4}`,
    ]);
  });
});

describe("an object that is read in parts", () => {
  test("is asked for as it is taken, a part at a time", async () => {
    const { bytes } = await makeFile(folder, 3 * PART);
    server.put("there", bytes);
    let taken = 0;
    for await (const part of (await store.open("there"))?.parts ?? []) {
      taken += 1;
      expect(part.length).toBe(PART);
      // What is asked for ahead would have to lie somewhere.
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect(countRequests("GET there")).toBe(taken);
    }
    expect(taken).toBe(3);
  });

  test("and replaced meanwhile is an error, not a mixture", async () => {
    const { bytes } = await makeFile(folder, 2 * PART);
    server.put("there", bytes);
    const opened = await store.open("there");
    const read: Uint8Array[] = [];
    const reading = (async () => {
      for await (const part of opened?.parts ?? []) {
        read.push(part);
        server.put("there", Buffer.alloc(2 * PART, "x"));
      }
    })();
    await expect(reading).rejects.toMatchObject({
      code: "object-store-failed",
      message: expect.stringContaining("412"),
      hint: expect.stringContaining("replaced"),
    });
    expect(Buffer.concat(read).equals(bytes.subarray(0, PART))).toBe(true);
  });
});

describe("a write", () => {
  test("whose answer was lost counts as one whose condition failed: whoever asked has to look", async () => {
    server.failNext("PUT made", "lose-answer");
    expect(await write("made")).toBe("condition-failed");
    expect(server.objects.get("made")?.bytes.toString()).toBe("new");
  });

  test("beside another conditional one has lost", async () => {
    server.failNext("PUT made", { status: 409, code: "ConditionalRequestConflict" });
    expect(await write("made")).toBe("condition-failed");
  });
});

describe("a file of several parts", () => {
  const LENGTH = 2 * PART + 5;

  async function send(key = "big", length = LENGTH) {
    const { file, bytes } = await makeFile(folder, length);
    const progress: number[] = [];
    const outcome = store.writeFile(key, file, (sent) => progress.push(sent));
    return { file, bytes, progress, outcome };
  }

  test("is sent whole although each request fails once", async () => {
    server.failNext("HEAD big", SLOW_DOWN);
    server.failNext("POST big begin", SLOW_DOWN);
    server.failNext("PUT big part 1", { status: 500, code: "InternalError" });
    server.failNext("PUT big part 2", "drop");
    server.failNext("PUT big part 3", { status: 429, code: "TooManyRequests" });
    server.failNext("POST big complete", SLOW_DOWN);
    const { bytes, progress, outcome } = await send();
    expect(await outcome).toBe("written");
    expect(server.objects.get("big")?.bytes.equals(bytes)).toBe(true);
    expect(progress).toEqual(progress.toSorted((a, b) => a - b));
    expect(new Set(progress).size).toBe(3);
    expect(progress.at(-1)).toBe(LENGTH);
    expect(server.uploads.size).toBe(0);
  });

  test("is not sent when its key is there", async () => {
    server.put("big", Buffer.from("old"));
    expect(await (await send()).outcome).toBe("condition-failed");
    expect(server.requests).toEqual(["HEAD big"]);
  });

  test("does not replace what came to its key meanwhile, and leaves no parts", async () => {
    server.before("POST big complete", () => server.put("big", Buffer.from("old")));
    expect(await (await send()).outcome).toBe("condition-failed");
    expect(server.objects.get("big")?.bytes.toString()).toBe("old");
    expect(server.uploads.size).toBe(0);
  });

  test("whose completion's answer was lost counts as one whose condition failed", async () => {
    server.failNext("POST big complete", "lose-answer");
    const { bytes, outcome } = await send();
    expect(await outcome).toBe("condition-failed");
    expect(server.objects.get("big")?.bytes.equals(bytes)).toBe(true);
  });

  test("whose upload somebody else ended is an error", async () => {
    server.failNext("POST big complete", { status: 404, code: "NoSuchUpload" });
    await expect((await send()).outcome).rejects.toMatchObject({ code: "object-store-failed" });
    expect(server.objects.has("big")).toBe(false);
  });

  test.each(["PUT big part 2", "POST big complete"])(
    "leaves no parts when this is refused: %s",
    async (request) => {
      server.failNext(request, FORBIDDEN);
      const { outcome } = await send();
      await expect(outcome).rejects.toMatchObject({
        code: "object-store-failed",
        hint: expect.stringContaining("S3_ACCESS_KEY_ID"),
      });
      expect(countRequests("DELETE big abort")).toBe(1);
      expect(server.uploads.size).toBe(0);
      expect(server.objects.has("big")).toBe(false);
    },
  );

  describe("that changes while it is sent is refused before its completion", () => {
    test.each<[string, (path: string) => Promise<void>]>([
      ["it grows", (path) => appendFile(path, "x")],
      ["it shrinks", (path) => truncate(path, LENGTH - 1)],
      ["it becomes another", (path) => writeFile(path, Buffer.alloc(LENGTH))],
    ])("%s", async (_how, change) => {
      const { file } = await makeFile(folder, LENGTH);
      server.before("HEAD big", () => change(file.path));
      await expect(store.writeFile("big", file, () => {})).rejects.toMatchObject({
        code: "release-invalid",
        message: expect.stringContaining(file.path),
      });
      expect(countRequests("POST big complete")).toBe(0);
      expect(server.uploads.size).toBe(0);
      expect(server.objects.has("big")).toBe(false);
    });
  });
});

test("a file of one part that is not what was announced is not sent", async () => {
  const { file } = await makeFile(folder, 100);
  await writeFile(file.path, "other");
  await expect(store.writeFile("small", file, () => {})).rejects.toMatchObject({
    code: "release-invalid",
  });
  expect(server.requests).toEqual([]);
});

describe("a removal", () => {
  test("that is not answered in time is given up", async () => {
    const deadline = new AbortController();
    const timeout = vi.spyOn(AbortSignal, "timeout").mockReturnValue(deadline.signal);
    server.failNext("DELETE there", "hang");
    server.before("DELETE there", () => void setTimeout(() => deadline.abort(), 20));
    await expect(store.remove("there")).rejects.toMatchObject({ code: "object-store-failed" });
    expect(timeout).toHaveBeenCalledWith(REMOVAL_DEADLINE_MS);
    expect(countRequests("DELETE there")).toBe(1);
  });
});

test("a list of many pages is asked for as it is taken", async () => {
  const paged = await startLoopbackS3(2);
  const keys = Array.from({ length: 7 }, (_, at) => `a/${at}`);
  for (const key of keys) paged.put(key, Buffer.from(key));
  const listed: string[] = [];
  for await (const { key } of createS3ObjectStore(paged.settings).list("a/")) {
    listed.push(key);
    expect(paged.requests.length).toBe(Math.ceil(listed.length / 2));
  }
  await paged.stop();
  expect(listed).toEqual(keys);
});
