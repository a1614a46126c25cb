import { watchArrival } from "../remote/watch-arrival.ts";

/** What a server answered; `text` is empty unless the status is one of success. */
export interface Answer {
  readonly status: number;
  readonly etag: string;
  readonly text: string;
}

/** Fetches a text of any size, as long as something arrives. */
export async function fetchText(
  url: string,
  headers: Readonly<Record<string, string>>,
): Promise<Answer> {
  return watchArrival(async (signal, onArrival) => {
    const response = await fetch(url, { headers, signal });
    const text = response.ok ? await readText(response, onArrival) : "";
    return { status: response.status, etag: response.headers.get("etag") ?? "", text };
  });
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
