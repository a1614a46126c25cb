/**
 * The Hub answers for a large file with a redirect to a storage of its own, whose
 * signed address is all that it asks for. The access token is the Hub's alone: it
 * goes to no other origin, however the redirect came about.
 */

export interface HubRequest {
  readonly method: "GET" | "HEAD";
  readonly url: string;
  /** Access token for the origin of `url`; null for none. */
  readonly token: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

const MAX_REDIRECTS = 5;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** @param isEnough whether a redirect is itself the answer that is wanted */
export async function followRedirects(
  request: HubRequest,
  isEnough: (redirect: Response) => boolean,
): Promise<Response> {
  let url = request.url;
  for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
    const { method, signal } = request;
    const response = await fetch(url, {
      method,
      signal,
      redirect: "manual",
      headers: makeHeaders(request, url),
    });
    const location = response.headers.get("location");
    if (!REDIRECTS.has(response.status) || location === null || isEnough(response)) return response;
    await response.body?.cancel();
    url = new URL(location, url).href;
  }
  throw new Error(`more than ${MAX_REDIRECTS} redirects`);
}

/** Without compression, so that lengths and ranges are those of the file. */
function makeHeaders(request: HubRequest, url: string): Record<string, string> {
  const isHub = new URL(url).origin === new URL(request.url).origin;
  return {
    ...request.headers,
    "accept-encoding": "identity",
    ...(isHub && request.token !== null ? { authorization: `Bearer ${request.token}` } : {}),
  };
}
