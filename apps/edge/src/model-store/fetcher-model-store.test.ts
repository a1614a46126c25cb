import { expect, test } from "vitest";

import { FetcherModelStore } from "./fetcher-model-store.ts";

function createStore(status: number, body: string): { store: FetcherModelStore; urls: string[] } {
  const urls: string[] = [];
  const fetch = async (input: RequestInfo | URL): Promise<Response> => {
    urls.push(new Request(input).url);
    return new Response(body, { status });
  };
  return { store: new FetcherModelStore({ fetch }), urls };
}

test("an object is read at the path that is its key", async () => {
  const { store, urls } = createStore(200, "content");
  const object = await store.read("blobs/sha256/00");
  expect(await new Response(object?.body).text()).toBe("content");
  expect(new URL(urls[0] ?? "").pathname).toBe("/blobs/sha256/00");
});

test.each([
  [{ "content-length": "7" }, 7],
  [{}, null],
])("an object with the headers %j is said to have %j bytes", async (headers, bytes) => {
  const fetch = async (): Promise<Response> => new Response("content", { headers });
  expect(await new FetcherModelStore({ fetch }).read("key")).toMatchObject({ bytes });
});

test("an object that does not exist is null", async () => {
  expect(await createStore(404, "Not Found").store.read("key")).toBeNull();
});

test("any other answer is an error that names the key and the status", async () => {
  await expect(createStore(500, "").store.read("key")).rejects.toMatchObject({
    code: "store-unreadable",
    message: 'GET "key": 500, expected 200 with a body',
  });
});
