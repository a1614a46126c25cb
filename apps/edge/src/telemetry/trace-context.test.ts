import { describe, expect, test } from "vitest";

import { continueTrace, formatTrace } from "./trace-context.ts";

const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
const PARENT = "00f067aa0ba902b7";
const fill = (bytes: Uint8Array): void => void bytes.fill(0xab);

/** Examples and rules of https://www.w3.org/TR/trace-context/. */
describe("a traceparent is gone on with", () => {
  test.each<[string, string, boolean]>([
    ["sampled", `00-${TRACE}-${PARENT}-01`, true],
    ["not sampled", `00-${TRACE}-${PARENT}-00`, false],
    ["with other flags", `00-${TRACE}-${PARENT}-03`, true],
    ["of a later version", `cc-${TRACE}-${PARENT}-01`, true],
    ["of a later version with more", `cc-${TRACE}-${PARENT}-01-what-comes`, true],
    ["with white space around", ` 00-${TRACE}-${PARENT}-01 `, true],
  ])("%s", (_, header, isSampled) => {
    expect(continueTrace(header, fill)).toEqual({
      traceId: TRACE,
      spanId: "ab".repeat(8),
      parentSpanId: PARENT,
      isSampled,
    });
  });
});

describe("a trace begins anew", () => {
  test.each<[string, string | null]>([
    ["without a header", null],
    ["with an empty one", ""],
    ["with more in version 00", `00-${TRACE}-${PARENT}-01-what`],
    ["with the forbidden version", `ff-${TRACE}-${PARENT}-01`],
    ["with upper case", `00-${TRACE.toUpperCase()}-${PARENT}-01`],
    ["without a trace id", `00-${"0".repeat(32)}-${PARENT}-01`],
    ["without a parent id", `00-${TRACE}-${"0".repeat(16)}-01`],
    ["with a short trace id", `00-${TRACE.slice(1)}-${PARENT}-01`],
    ["with flags that are none", `00-${TRACE}-${PARENT}-0x`],
  ])("%s", (_, header) => {
    expect(continueTrace(header, fill)).toEqual({
      traceId: "ab".repeat(16),
      spanId: "ab".repeat(8),
      parentSpanId: null,
      isSampled: true,
    });
  });
});

test("what is told is what the next one goes on with", () => {
  const trace = continueTrace(`00-${TRACE}-${PARENT}-00`, fill);
  expect(formatTrace(trace)).toBe(`00-${TRACE}-${"ab".repeat(8)}-00`);
  expect(continueTrace(formatTrace(trace), fill)).toEqual({ ...trace, parentSpanId: trace.spanId });
});
