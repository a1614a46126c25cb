import { expect, test } from "vitest";

import { joinTokens } from "./join-tokens.ts";

test.each([
  ["nothing", [], ""],
  ["spaces between tokens", ["い", "う"], "い う"],
  ["continuations", ["東", "##京", "##都"], "東京都"],
  ["a continuation first, which has nothing before it", ["##京", "都"], "##京 都"],
  ["a space and number signs inside a token", ["a ##b"], "ab"],
  ["tokens that are spaces", [" ", "い", " "], "い"],
  ["white space as Python has it", ["\x1c\x1f\x85\u2028", "い", "\u3000\r"], "い"],
  ["a byte order mark, which Python leaves", ["\ufeff", "い"], "\ufeff い"],
  ["an empty token", ["い", "", "う"], "い  う"],
])("joins %s", (_name, tokens, text) => {
  expect(joinTokens(tokens)).toBe(text);
});
