import { describe, expect, test } from "vitest";

import { findBindingProblems } from "./bindings.ts";
import { parseSettings } from "./settings.ts";

const NEEDED = { MODEL_NAME: "sentiment", CHANNEL: "production", POINTER_MAX_AGE_SECONDS: "30" };
const HASH = "0123456789abcdef".repeat(4);

test("what is needed is enough, and seconds become milliseconds", () => {
  expect(parseSettings(NEEDED)).toEqual({
    modelName: "sentiment",
    channel: "production",
    canaryChannel: null,
    pointerMaxAgeMs: 30_000,
    allowVersionChoice: false,
    apiKeys: [],
    limitPeriodSeconds: 60,
    allowedOrigins: [],
    cacheSeconds: 0,
    queueQuestions: 256,
    queueTokens: 32_768,
  });
});

test("all that can be set is set", () => {
  const settings = parseSettings({
    ...NEEDED,
    CANARY_CHANNEL: "canary",
    ALLOW_VERSION_CHOICE: "true",
    ACCESS: "keys",
    API_KEY_HASHES: `shop:${HASH}, shop:${"f".repeat(64)}`,
    LIMIT_PERIOD_SECONDS: "10",
    ALLOWED_ORIGINS: "https://shop.example, http://localhost:5173",
    CACHE_SECONDS: "86400",
    QUEUE_QUESTIONS: "8",
    QUEUE_TOKENS: "16384",
  });
  expect(settings).toEqual({
    modelName: "sentiment",
    channel: "production",
    canaryChannel: "canary",
    pointerMaxAgeMs: 30_000,
    allowVersionChoice: true,
    apiKeys: [
      { name: "shop", sha256: HASH },
      { name: "shop", sha256: "f".repeat(64) },
    ],
    limitPeriodSeconds: 10,
    allowedOrigins: ["https://shop.example", "http://localhost:5173"],
    cacheSeconds: 86_400,
    queueQuestions: 8,
    queueTokens: 16_384,
  });
});

test("an empty variable is none", () => {
  const empty = { CANARY_CHANNEL: "", API_KEY_HASHES: "", ALLOWED_ORIGINS: "", CACHE_SECONDS: "" };
  expect(parseSettings({ ...NEEDED, ...empty })).toEqual(parseSettings(NEEDED));
});

test("every origin may be allowed, where that is said", () => {
  expect(parseSettings({ ...NEEDED, ALLOWED_ORIGINS: "*" }).allowedOrigins).toBe("*");
});

describe("refused by its name", () => {
  test.each<[string, unknown]>([
    ["MODEL_NAME", "../secrets"],
    ["CHANNEL", "a b"],
    ["CANARY_CHANNEL", "/"],
    ["POINTER_MAX_AGE_SECONDS", "soon"],
    ["POINTER_MAX_AGE_SECONDS", "-1"],
    ["ALLOW_VERSION_CHOICE", "yes"],
    ["ACCESS", "closed"],
    ["LIMIT_PERIOD_SECONDS", "30"],
    ["ALLOWED_ORIGINS", "shop.example"],
    ["ALLOWED_ORIGINS", "https://shop.example/"],
    ["ALLOWED_ORIGINS", "https://Shop.example"],
    ["ALLOWED_ORIGINS", "https://shop.example:443"],
    ["ALLOWED_ORIGINS", "*, https://shop.example"],
    ["ALLOWED_ORIGINS", "null"],
    ["CACHE_SECONDS", "1.5"],
    ["CACHE_SECONDS", "-1"],
    ["CACHE_SECONDS", "31536001"],
    ["QUEUE_QUESTIONS", "0"],
    ["QUEUE_TOKENS", "16383"],
    ["QUEUE_TOKENS", " 20000"],
  ])("%s = %j", (name, value) => {
    expect(() => parseSettings({ ...NEEDED, [name]: value })).toThrow(
      expect.objectContaining({
        code: "settings-invalid",
        message: expect.stringMatching(new RegExp(`^settings: ${name}: [^;]+$`)),
      }),
    );
  });

  test.each(Object.keys(NEEDED))("%s, where it is missing", (name) => {
    expect(() => parseSettings({ ...NEEDED, [name]: undefined })).toThrow(
      `settings: ${name}: is missing`,
    );
    expect(() => parseSettings({ ...NEEDED, [name]: "" })).toThrow(`settings: ${name}: is missing`);
  });

  test.each([HASH, `shop:${HASH.toUpperCase()}`, `shop:${HASH},`, `a b:${HASH}`, "shop:hunter2"])(
    "a list of key hashes that is none, without its content: %s",
    (list) => {
      const parse = () => parseSettings({ ...NEEDED, ACCESS: "keys", API_KEY_HASHES: list });
      expect(parse).toThrow(/^settings: API_KEY_HASHES: expected name:sha256 pairs/);
      expect(parse).not.toThrow(list);
    },
  );
});

test("all that is wrong is told at once", () => {
  const variables = { CHANNEL: "a b", CANARY_CHANNEL: "a b", ACCESS: "keys", CACHE_SECONDS: "x" };
  const bindings = findBindingProblems({ MODELS: "a bucket", KEY_LIMITER: {} });
  const names = [
    "MODEL_NAME: is missing",
    "CHANNEL: ",
    "CANARY_CHANNEL: ",
    "POINTER_MAX_AGE_SECONDS: is missing",
    "CACHE_SECONDS: ",
    "CANARY_CHANNEL: is the same as CHANNEL",
    "API_KEY_HASHES: is missing, which ACCESS=keys needs",
    "MODELS: is something else, expected an R2 bucket",
    "KEY_LIMITER: is something else, expected a rate limiter",
  ];
  expect(() => parseSettings(variables, bindings)).toThrow(
    new RegExp(`^settings: ${names.join(".*; ")}$`),
  );
});

describe("what does not go together is refused", () => {
  test.each<[string, Record<string, string>]>([
    ["CANARY_CHANNEL: is the same as CHANNEL", { CANARY_CHANNEL: "production" }],
    ["API_KEY_HASHES: is missing, which ACCESS=keys needs", { ACCESS: "keys" }],
    ["API_KEY_HASHES: is set, and of no use", { API_KEY_HASHES: `shop:${HASH}` }],
    ["API_KEY_HASHES: is set, and of no use", { API_KEY_HASHES: `shop:${HASH}`, ACCESS: "open" }],
  ])("%s", (message, variables) => {
    expect(() => parseSettings({ ...NEEDED, ...variables })).toThrow(message);
  });
});

test("of the bindings only the bucket is needed", () => {
  expect(findBindingProblems({ MODELS: { get: () => {} } })).toEqual([]);
  expect(findBindingProblems({})).toEqual(["MODELS: is missing, expected an R2 bucket"]);
});
