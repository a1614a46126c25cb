import { describe, expect, test } from "vitest";

import { createLogger } from "../logger.ts";
import { mayAsk, readAddress } from "./rate-limits.ts";

const read = (address: string) => readAddress(new Headers({ "cf-connecting-ip": address }));

describe("an address", () => {
  test.each([
    ["192.0.2.7", "192.0.2.7"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:DB8:1:2::9", "2001:db8:1:2::/64"],
    ["2001:0db8:0001:0002::9", "2001:db8:1:2::/64"],
    ["2001:db8::1", "2001:db8:0:0::/64"],
    ["::1", "0:0:0:0::/64"],
    ["::", "0:0:0:0::/64"],
    ["2001:db8:1:2:3::", "2001:db8:1:2::/64"],
    ["2001:db8:1::2:3:4:5", "2001:db8:1:0::/64"],
  ])("%s counts as %s", (address, counted) => {
    expect(read(address)).toBe(counted);
  });

  test("that is not told counts as one", () => {
    expect(readAddress(new Headers())).toBe("unknown");
  });
});

test("a limiter that fails limits nobody and is reported without the key", async () => {
  const lines: string[] = [];
  const limiter = { limit: () => Promise.reject(new TypeError("192.0.2.7")) };
  const logger = createLogger((line) => lines.push(line));
  expect(await mayAsk(limiter, "192.0.2.7", logger)).toBe(true);
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    { level: "error", event: "rate-limiter-failed", error: "TypeError" },
  ]);
});
