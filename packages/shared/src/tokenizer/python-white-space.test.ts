import { expect, test } from "vitest";

import { isPythonWhiteSpace } from "./python-white-space.ts";

/** All characters of which `str.isspace` is true, as CPython 3.11 and 3.14 list them. */
const WHITE_SPACE = [
  0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x1c, 0x1d, 0x1e, 0x1f, 0x20, 0x85, 0xa0, 0x1680, 0x2000, 0x2001,
  0x2002, 0x2003, 0x2004, 0x2005, 0x2006, 0x2007, 0x2008, 0x2009, 0x200a, 0x2028, 0x2029, 0x202f,
  0x205f, 0x3000,
];

test("takes for white space what Python takes, of all UTF-16 units", () => {
  const units = Array.from({ length: 0x10000 }, (_, unit) => unit);
  expect(units.filter(isPythonWhiteSpace)).toEqual(WHITE_SPACE);
});
