/**
 * Bodies, read so that none can hold an isolate's memory or keep a request open:
 * what says that it is too large is refused unread, what turns out to be is
 * refused at that byte, and what does not end in time is given up on.
 */
import { parseMediaType } from "./media-type.ts";
import { problems } from "./problems.ts";
import { type Result, refuse, succeed } from "./result.ts";

const JSON_TYPE = "application/json";
const PLAIN_TYPE = "text/plain";

const SUPPORTED = `${JSON_TYPE} or ${PLAIN_TYPE}, in UTF-8`;

const FIRST_BYTES = 4096;

export interface BodyLimits {
  readonly maxBytes: number;
  /** For the whole body. */
  readonly deadlineMs: number;
}

export type Body =
  | { readonly kind: "plain"; readonly text: string }
  | { readonly kind: "json"; readonly json: unknown };

/** The body as its content type says. */
export async function readBody(request: Request, limits: BodyLimits): Promise<Result<Body>> {
  const essence = checkHeaders(request.headers);
  if (essence.kind === "problem") return essence;
  const bytes = await readBytes(request, limits);
  if (bytes.kind === "problem") return bytes;
  const text = decodeUtf8(bytes.value);
  if (text === null) return refuse(problems.bodyMalformed("The body is not UTF-8."));
  return essence.value === PLAIN_TYPE ? succeed({ kind: "plain", text }) : parseJson(text);
}

/** @returns the essence of the media type */
function checkHeaders(headers: Headers): Result<string> {
  const encoding = headers.get("content-encoding");
  if (encoding !== null && encoding.trim().toLowerCase() !== "identity") {
    return unsupported("The body has a content encoding, expected none.");
  }
  const type = parseMediaType(headers.get("content-type") ?? "");
  if (type === null || (type.essence !== JSON_TYPE && type.essence !== PLAIN_TYPE)) {
    return unsupported(`Content-Type is missing or another one, expected ${SUPPORTED}.`);
  }
  if (type.charset !== null && type.charset !== "utf-8") {
    return unsupported(`The charset is another one, expected ${SUPPORTED}.`);
  }
  return succeed(type.essence);
}

function unsupported(detail: string): Result<never> {
  return refuse(problems.contentTypeUnsupported(detail));
}

async function readBytes(request: Request, limits: BodyLimits): Promise<Result<Uint8Array>> {
  const { maxBytes, deadlineMs } = limits;
  if (Number(request.headers.get("content-length")) > maxBytes) {
    return refuse(problems.bodyTooLarge(maxBytes));
  }
  if (request.body === null) return succeed(new Uint8Array());
  const reader: ReadableStreamDefaultReader<Uint8Array> = request.body.getReader();
  const deadline = startDeadline(deadlineMs);
  try {
    const bytes = await collect(reader, deadline.passed, limits);
    if (bytes.kind === "problem") dropRest(reader);
    return bytes;
  } catch {
    return refuse(problems.bodyMalformed("The body broke off."));
  } finally {
    deadline.clear();
  }
}

async function collect(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  passed: Promise<"passed">,
  { maxBytes, deadlineMs }: BodyLimits,
): Promise<Result<Uint8Array>> {
  let bytes = new Uint8Array(Math.min(FIRST_BYTES, maxBytes));
  let length = 0;
  for (;;) {
    const next = await Promise.race([reader.read(), passed]);
    if (next === "passed") return refuse(problems.bodyTooSlow(deadlineMs));
    if (next.done) return succeed(bytes.subarray(0, length));
    const end = length + next.value.byteLength;
    if (end > maxBytes) return refuse(problems.bodyTooLarge(maxBytes));
    if (end > bytes.byteLength) bytes = enlarge(bytes, end);
    bytes.set(next.value, length);
    length = end;
  }
}

/** Copied together, because a body that comes byte by byte would be a thousand times its size in chunks. */
function enlarge(bytes: Uint8Array<ArrayBuffer>, needed: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(Math.max(needed, 2 * bytes.byteLength));
  larger.set(bytes);
  return larger;
}

/** Nobody waits for it: the sender may never answer to it. */
function dropRest(reader: ReadableStreamDefaultReader<Uint8Array>): void {
  reader.cancel().catch(() => {});
}

interface Deadline {
  readonly passed: Promise<"passed">;
  readonly clear: () => void;
}

function startDeadline(ms: number): Deadline {
  let timer: ReturnType<typeof setTimeout> | null = null;
  const passed = new Promise<"passed">((resolve) => {
    timer = setTimeout(() => resolve("passed"), ms);
  });
  const clear = (): void => {
    if (timer !== null) clearTimeout(timer);
  };
  return { passed, clear };
}

/** Null for bytes that are not UTF-8. A byte-order mark is left out. */
function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    return null;
  }
}

/** The parser's own words are not told, because they quote the body. */
function parseJson(text: string): Result<Body> {
  try {
    return succeed({ kind: "json", json: JSON.parse(text) });
  } catch {
    return refuse(problems.bodyMalformed("The body is not JSON."));
  }
}
