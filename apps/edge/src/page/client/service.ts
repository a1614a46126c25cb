/** The worker's API as the page uses it. Texts go in bodies, and so into no address or log of addresses. */
import type { Problem } from "../../http/problem.ts";
import type { ModelFacts } from "../../model-info/schemas.ts";
import type { SentimentAnswer } from "../../sentiment/schemas.ts";

export interface Question {
  readonly text: string;
  /** Whether it asks for each word's influence, which takes a run of the model for every word. */
  readonly explain: boolean;
}

/** What may pass by itself. */
export type Delay =
  | { readonly kind: "busy"; readonly problem: Problem; readonly retryAfterMs: number | null }
  | { readonly kind: "unreachable" };

export type Reply<Body> =
  | { readonly kind: "answer"; readonly body: Body }
  | { readonly kind: "key-needed" }
  | { readonly kind: "refused"; readonly problem: Problem }
  | Delay;

/** Too many requests; a gateway without the worker, or a worker without a model or room. */
const PASSING = new Set([429, 502, 503, 504]);

export class Service {
  /** For as long as the page is open; nothing keeps it. */
  #key: string | null = null;

  useKey(key: string): void {
    this.#key = key;
  }

  hasKey(): boolean {
    return this.#key !== null;
  }

  ask({ text, explain }: Question, signal: AbortSignal): Promise<Reply<SentimentAnswer>> {
    const body = JSON.stringify({ text, explain, sentences: true });
    const headers = { "content-type": "application/json" };
    return this.#request("/sentiment", { method: "POST", headers, body, signal });
  }

  fetchModel(): Promise<Reply<ModelFacts>> {
    return this.#request("/model", {});
  }

  async #request<Body>(path: string, init: RequestInit): Promise<Reply<Body>> {
    const headers = new Headers(init.headers);
    if (this.#key !== null) headers.set("authorization", `Bearer ${this.#key}`);
    try {
      return await readReply(await fetch(path, { ...init, headers, cache: "no-store" }));
    } catch {
      return { kind: "unreachable" };
    }
  }
}

async function readReply<Body>(response: Response): Promise<Reply<Body>> {
  if (response.ok) return { kind: "answer", body: await response.json() };
  if (response.status === 401) return { kind: "key-needed" };
  const problem = await readProblem(response);
  if (!PASSING.has(response.status)) return { kind: "refused", problem };
  return { kind: "busy", problem, retryAfterMs: readRetryAfter(response.headers) };
}

/** A gateway in between may answer with something else than a problem. */
async function readProblem(response: Response): Promise<Problem> {
  const { status } = response;
  const unknown = { type: "about:blank", title: `HTTP ${status}`, status, detail: "" };
  try {
    return { ...unknown, ...Object(await response.json()) };
  } catch {
    return unknown;
  }
}

function readRetryAfter(headers: Headers): number | null {
  const seconds = headers.get("retry-after");
  return seconds !== null && /^\d+$/.test(seconds) ? Number(seconds) * 1000 : null;
}
