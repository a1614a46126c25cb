import { describe, expect, test, vi } from "vitest";

import { requestTree } from "./request-tree.ts";

const SETTINGS = { endpoint: "https://hub.example", token: null, mirror: null, cacheDir: "/cache" };

async function answer(body: string): Promise<unknown> {
  const answered = vi.spyOn(globalThis, "fetch").mockResolvedValue(new Response(body));
  try {
    return await requestTree("kanjo/reviews", "main", SETTINGS);
  } finally {
    answered.mockRestore();
  }
}

function list(path: string): string {
  return JSON.stringify([{ path, oid: "1" }]);
}

test("a list gives its files", async () => {
  expect(await answer(list("data/train.parquet"))).toEqual([
    { path: "data/train.parquet", oid: "1" },
  ]);
});

describe("what is no list of files inside the folder is refused", () => {
  test.each([
    ["../../train.parquet"],
    ["/etc/train.parquet"],
    ["data//train.parquet"],
    ["data\\..\\train.parquet"],
    ["./train.parquet"],
  ])("a path %s", async (path) => {
    await expect(answer(list(path))).rejects.toMatchObject({ code: "remote-unreachable" });
  });

  test.each([["<html>sign in</html>"], ['{"error":"no"}'], ["[1]"]])("%s", async (body) => {
    await expect(answer(body)).rejects.toThrow(/it answered what is no list of files/);
  });
});
