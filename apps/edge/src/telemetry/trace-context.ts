/**
 * W3C Trace Context (https://www.w3.org/TR/trace-context/): the trace that a request
 * belongs to, in the words of OpenTelemetry, which needs no SDK for that. A request is
 * one span; its log line has the ids, and the answer's `traceresponse` tells them.
 */
export interface TraceContext {
  /** 32 lower-case hexadecimal digits. */
  readonly traceId: string;
  /** Of this request: 16 lower-case hexadecimal digits. */
  readonly spanId: string;
  /** Of the asker; null where the trace begins here. */
  readonly parentSpanId: string | null;
  readonly isSampled: boolean;
}

const TRACEPARENT = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;
const TRACE_ID_BYTES = 16;
const SPAN_ID_BYTES = 8;
const SAMPLED = 1;

/**
 * Goes on with the trace of a `traceparent`, or begins one.
 * @param random fills the bytes; `crypto.getRandomValues`
 */
export function continueTrace(
  traceparent: string | null,
  random: (bytes: Uint8Array<ArrayBuffer>) => void,
): TraceContext {
  const spanId = createId(SPAN_ID_BYTES, random);
  const parent = parseTraceparent(traceparent?.trim() ?? "");
  if (parent !== null) return { ...parent, spanId };
  return { traceId: createId(TRACE_ID_BYTES, random), spanId, parentSpanId: null, isSampled: true };
}

/** As a header has it, with our span for the parent of what follows. */
export function formatTrace({ traceId, spanId, isSampled }: TraceContext): string {
  return `00-${traceId}-${spanId}-${isSampled ? "01" : "00"}`;
}

/** Null for what is none: the trace then begins anew, as the specification wants it. */
function parseTraceparent(header: string): Omit<TraceContext, "spanId"> | null {
  const [, version, traceId = "", parentSpanId = "", flags = "", more] =
    TRACEPARENT.exec(header) ?? [];
  if (version === undefined || version === "ff") return null;
  if (version === "00" && more !== undefined) return null;
  if (/^0+$/.test(traceId) || /^0+$/.test(parentSpanId)) return null;
  return { traceId, parentSpanId, isSampled: (Number.parseInt(flags, 16) & SAMPLED) !== 0 };
}

function createId(bytes: number, random: (bytes: Uint8Array<ArrayBuffer>) => void): string {
  const id = new Uint8Array(bytes);
  random(id);
  return Array.from(id, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
