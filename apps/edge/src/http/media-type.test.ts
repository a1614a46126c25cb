import { expect, test } from "vitest";

import { parseMediaType } from "./media-type.ts";

test.each([
  ["application/json", "application/json", null],
  [" Application/JSON ", "application/json", null],
  ["text/plain;charset=UTF-8", "text/plain", "utf-8"],
  ['text/plain; charset="utf-8"', "text/plain", "utf-8"],
  ["text/plain; format=flowed ; Charset=Shift_JIS", "text/plain", "shift_jis"],
  ["text/plain;", "text/plain", null],
  ["text/plain; charset=utf-8; charset=latin1", "text/plain", "utf-8"],
])("%j", (header, essence, charset) => {
  expect(parseMediaType(header)).toEqual({ essence, charset });
});

test.each(["", "json", "text/", "/plain", "text/plain; charset", "text/plain, text/html", "a b/c"])(
  "%j is none",
  (header) => {
    expect(parseMediaType(header)).toBeNull();
  },
);
