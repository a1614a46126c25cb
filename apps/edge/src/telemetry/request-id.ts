/** Long enough to be one of its kind, and nothing that could break a log line or carry a text. */
const REQUEST_ID = /^[\w.-]{8,64}$/;

/** The asker's `X-Request-Id`, Cloudflare's own id, or a new one. */
export function chooseRequestId(headers: Headers, create: () => string): string {
  const offered = [headers.get("x-request-id"), headers.get("cf-ray")];
  return offered.find((id) => id !== null && REQUEST_ID.test(id)) ?? create();
}
