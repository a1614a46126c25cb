/** What requests of their own do to each other at the desk. */
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, test } from "vitest";

declare global {
  namespace Cloudflare {
    interface Env {
      readonly CROSSING: Fetcher;
    }
  }
}

const ask = (name: string, turns: number, init: RequestInit = {}): Promise<Response> =>
  env.CROSSING.fetch(`https://crossing.test/ask?name=${name}&turns=${turns}`, init);

async function readSeen(): Promise<string[]> {
  return (await env.CROSSING.fetch("https://crossing.test/seen")).json();
}

/** Until the worker has seen something of the question. Asked without a pause, workerd looks at no timer. */
async function waitFor(name: string): Promise<void> {
  while (!(await readSeen()).includes(name)) {
    await new Promise((resolve) => {
      setTimeout(resolve, 1);
    });
  }
}

beforeEach(readSeen);

test("questions of 30 requests all have their turns", async () => {
  const asked = Array.from({ length: 30 }, (_, index) => ask(`q${index}`, 3));
  const responses = await Promise.all(asked);
  expect(responses.map(({ status }) => status)).toEqual(Array<number>(30).fill(200));
  const seen = await readSeen();
  expect(seen).toHaveLength(90);
  expect(new Set(seen).size).toBe(30);
});

test("a long question lets a short one in", async () => {
  const long = ask("long", 200);
  await waitFor("long");
  expect((await ask("short", 1)).status).toBe(200);
  expect((await readSeen()).filter((name) => name === "long").length).toBeLessThan(150);
  expect((await long).status).toBe(200);
});

test("the same question is answered once", async () => {
  const responses = await Promise.all(Array.from({ length: 60 }, () => ask("same", 20)));
  expect(new Set(responses.map(({ status }) => status))).toEqual(new Set([200]));
  expect(await readSeen()).toHaveLength(20);
});

test("what finds the line full is told so while others are answered", async () => {
  const asked = Array.from({ length: 60 }, (_, index) => ask(`full${index}`, 5));
  const statuses = (await Promise.all(asked)).map(({ status }) => status);
  expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(40);
  expect(statuses.filter((status) => status === 503).length).toBeGreaterThan(0);
  expect((await ask("after", 1)).status).toBe(200);
});

describe("a client that goes away", () => {
  test("ends its question, and the others go on", async () => {
    const client = new AbortController();
    const gone = ask("gone", 2_000, { signal: client.signal }).catch(() => null);
    await waitFor("gone");
    const stays = ask("stays", 5);
    client.abort();
    await gone;
    expect((await stays).status).toBe(200);
    await readSeen();
    expect((await ask("next", 3)).status).toBe(200);
    expect(await readSeen()).toEqual(["next", "next", "next"]);
  });

  test("leaves the answer to those who asked the same", async () => {
    const client = new AbortController();
    const gone = ask("left", 100, { signal: client.signal }).catch(() => null);
    await waitFor("left");
    const stays = ask("left", 100);
    await readSeen();
    client.abort();
    await gone;
    expect((await stays).status).toBe(200);
  });
});
