/** What a server answered; `text` is empty unless the status is one of success. */
export interface Answer {
  readonly status: number;
  readonly etag: string;
  readonly text: string;
}

/**
 * Fetches a text of any size, as long as something arrives.
 * @param idleMs how long nothing may arrive, neither the answer's head nor a part of its body
 */
export async function fetchText(
  url: string,
  headers: Readonly<Record<string, string>>,
  idleMs: number,
): Promise<Answer> {
  const controller = new AbortController();
  const timer = setTimeout(() => {
    controller.abort(new Error(`nothing arrived for ${idleMs / 1000} s`));
  }, idleMs);
  try {
    const response = await fetch(url, { headers, signal: controller.signal });
    const text = response.ok ? await readText(response, () => timer.refresh()) : "";
    if (!response.ok) await response.body?.cancel();
    return { status: response.status, etag: response.headers.get("etag") ?? "", text };
  } finally {
    clearTimeout(timer);
  }
}

async function readText({ body }: Response, onArrival: () => void): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  onArrival();
  for await (const chunk of body ?? []) {
    onArrival();
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
