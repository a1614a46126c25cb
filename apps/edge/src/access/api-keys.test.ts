import { describe, expect, test } from "vitest";

import { findKeyName, parseApiKeyHashes, readApiKey } from "./api-keys.ts";

/** By openssl 3: printf %s kanjo_0011 | openssl dgst -sha256 -r */
const OPENSSL = "4732a43c9d52a90bd361b7fe715eb735e1af0c788561853939a1ac1bcb9f49af";

const read = (headers: Record<string, string>) => readApiKey(new Headers(headers));

describe("a key is read", () => {
  test.each<[string, Record<string, string>, string | null]>([
    ["from Authorization", { authorization: "Bearer kanjo_1" }, "kanjo_1"],
    ["whatever the case of the scheme", { authorization: "bearer kanjo_1" }, "kanjo_1"],
    ["with the characters of a token68", { authorization: "Bearer a-._~+/9==" }, "a-._~+/9=="],
    ["from X-API-Key", { "x-api-key": "kanjo_1" }, "kanjo_1"],
    ["from Authorization first", { authorization: "Bearer a", "x-api-key": "b" }, "a"],
    ["beside another scheme", { authorization: "Basic a", "x-api-key": "b" }, "b"],
    ["not from another scheme", { authorization: "Basic a" }, null],
    ["not from what is no token", { authorization: "Bearer a b" }, null],
    ["not where it is empty", { authorization: "Bearer ", "x-api-key": "" }, null],
    ["not where it is too long to be one", { "x-api-key": "a".repeat(513) }, null],
    ["not from nothing", {}, null],
  ])("%s", (_, headers, key) => {
    expect(read(headers)).toBe(key);
  });
});

describe("a key's name is found", () => {
  const hashes = parseApiKeyHashes(
    `shop:${"0".repeat(64)}, desk:${OPENSSL}, shop:${"1".repeat(64)}`,
  );

  test("by the SHA-256 that openssl gives it", async () => {
    expect(await findKeyName("kanjo_0011", hashes ?? [])).toBe("desk");
  });

  test.each(["kanjo_0012", "", OPENSSL, "KANJO_0011"])("not for %j", async (key) => {
    expect(await findKeyName(key, hashes ?? [])).toBeNull();
  });

  test("not by a hash that differs in one digit, wherever", async () => {
    const others = Array.from(OPENSSL, (digit, at) => {
      const other = digit === "0" ? "1" : String.fromCharCode(digit.charCodeAt(0) ^ 1);
      return { name: "near", sha256: `${OPENSSL.slice(0, at)}${other}${OPENSSL.slice(at + 1)}` };
    });
    expect(others).toHaveLength(64);
    expect(await findKeyName("kanjo_0011", others)).toBeNull();
  });
});
