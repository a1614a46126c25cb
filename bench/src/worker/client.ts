/** Requests over connections that stay open, by `node:http`: `fetch` takes longer than a short answer does. */
import { Agent, request } from "node:http";

export interface Answer {
  readonly status: number;
  readonly body: string;
}

export interface Client {
  get(path: string): Promise<Answer>;
  post(path: string, json: object): Promise<Answer>;
  close(): void;
}

/** Sends one request at a time on each of so many connections. */
export function openClient(url: string, connections = 1): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  return {
    get: (path) => send(agent, new URL(path, url), null),
    post: (path, json) => send(agent, new URL(path, url), JSON.stringify(json)),
    close: () => agent.destroy(),
  };
}

const ANSWER_DEADLINE_MS = 60_000;

function send(agent: Agent, url: URL, body: string | null): Promise<Answer> {
  const post = { method: "POST", headers: { "content-type": "application/json" } };
  const options = { agent, timeout: ANSWER_DEADLINE_MS, ...(body === null ? {} : post) };
  return new Promise((resolve, reject) => {
    const outgoing = request(url, options, (incoming) => {
      const pieces: Buffer[] = [];
      incoming.on("data", (piece: Buffer) => pieces.push(piece));
      incoming.once("error", reject);
      incoming.once("end", () => {
        resolve({ status: incoming.statusCode ?? 0, body: Buffer.concat(pieces).toString() });
      });
    });
    outgoing.once("error", reject);
    outgoing.once("timeout", () => outgoing.destroy(new Error("no answer in a minute")));
    outgoing.end(body);
  });
}

export function askPath(text: string): string {
  return `/sentiment?${new URLSearchParams({ text }).toString()}`;
}

/** An answer that has to be there. */
export async function requireAnswer(answer: Promise<Answer>): Promise<string> {
  const { status, body } = await answer;
  if (status === 200) return body;
  throw new Error(`the worker answered ${status}: ${body}`);
}
