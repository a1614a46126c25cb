import { describe, expect, test } from "vitest";

import { type Asker, type Audience, SharedWork } from "./shared-work.ts";

interface Client extends Asker {
  leave(): void;
}

const kept: Promise<unknown>[] = [];

function createClient(): Client {
  const controller = new AbortController();
  return {
    signal: controller.signal,
    keepAlive: (promise) => void kept.push(promise),
    leave: () => controller.abort(),
  };
}

/** Work that ends when it is told to. */
function createWork() {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const state = { starts: 0, drops: 0 };
  const start = ({ onGone }: Audience): Promise<string> => {
    state.starts += 1;
    onGone(() => {
      state.drops += 1;
    });
    return promise;
  };
  return { state, start, resolve, reject };
}

describe("work of one key", () => {
  test("is done once for all who ask meanwhile", async () => {
    const shared = new SharedWork<string>();
    const { state, start, resolve } = createWork();
    const asked = [1, 2, 3].map(() => shared.join("a", createClient(), start));
    resolve("done");
    expect(await Promise.all(asked)).toEqual([
      { value: "done", isShared: false },
      { value: "done", isShared: true },
      { value: "done", isShared: true },
    ]);
    expect(state.starts).toBe(1);
  });

  test("is done anew for who asks later", async () => {
    const shared = new SharedWork<string>();
    const [first, second] = [createWork(), createWork()];
    first.resolve("first");
    second.resolve("second");
    await shared.join("a", createClient(), first.start);
    expect(await shared.join("a", createClient(), second.start)).toEqual({
      value: "second",
      isShared: false,
    });
  });

  test("is not that of another key", async () => {
    const shared = new SharedWork<string>();
    const [first, second] = [createWork(), createWork()];
    const asked = [
      shared.join("a", createClient(), first.start),
      shared.join("b", createClient(), second.start),
    ];
    second.resolve("second");
    first.resolve("first");
    expect((await Promise.all(asked)).map(({ value }) => value)).toEqual(["first", "second"]);
  });

  test("that fails does so for all, and the next one starts anew", async () => {
    const shared = new SharedWork<string>();
    const failing = createWork();
    const asked = [1, 2].map(() => shared.join("a", createClient(), failing.start));
    failing.reject(new Error("broken"));
    for (const one of asked) await expect(one).rejects.toThrow("broken");
    const { start, resolve } = createWork();
    resolve("done");
    await expect(shared.join("a", createClient(), start)).resolves.toMatchObject({ value: "done" });
    await Promise.all(kept);
  });
});

describe("a client that leaves", () => {
  test("first leaves the work to those who came later", async () => {
    const shared = new SharedWork<string>();
    const { state, start, resolve } = createWork();
    const [first, second] = [createClient(), createClient()];
    const gone = shared.join("a", first, start);
    const stays = shared.join("a", second, start);
    first.leave();
    await expect(gone).rejects.toMatchObject({ code: "question-abandoned" });
    expect(state.drops).toBe(0);
    resolve("done");
    await expect(stays).resolves.toEqual({ value: "done", isShared: true });
  });

  test("last takes the work along, and nobody joins it any more", async () => {
    const shared = new SharedWork<string>();
    const { state, start } = createWork();
    const clients = [createClient(), createClient()];
    const gone = clients.map((client) => shared.join("a", client, start));
    for (const client of clients) client.leave();
    for (const one of gone) await expect(one).rejects.toMatchObject({ code: "question-abandoned" });
    expect(state.drops).toBe(1);
    const next = createWork();
    next.resolve("next");
    await expect(shared.join("a", createClient(), next.start)).resolves.toMatchObject({
      value: "next",
    });
  });

  test("before its turn starts nothing", async () => {
    const { state, start } = createWork();
    const client = createClient();
    client.leave();
    const asked = new SharedWork<string>().join("a", client, start);
    await expect(asked).rejects.toMatchObject({ code: "question-abandoned" });
    expect(state.starts).toBe(0);
  });
});
