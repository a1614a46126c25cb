import { reset } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";

import { Problem } from "../src/http/problem.ts";
import { MAX_DICTIONARY_BYTES } from "../src/model/dictionary-pool.ts";
import { SentimentAnswer } from "../src/sentiment/schemas.ts";
import {
  createRelease,
  encodeText,
  flipByte,
  promote,
  publish,
  type Release,
} from "./support/releases.ts";
import { askPath, startTestWorker, type TestWorker } from "./support/test-worker.ts";
import {
  CHARACTER_TEXT,
  compileSmallDictionary,
  createWordRelease,
  WORD_TEXT,
} from "./support/word-releases.ts";

const MAX_AGE_SECONDS = Number(env.POINTER_MAX_AGE_SECONDS);

beforeEach(reset);

async function serve(release: Release): Promise<TestWorker> {
  await publish(release);
  await promote(release);
  return startTestWorker();
}

async function ask(worker: TestWorker, text: string): Promise<SentimentAnswer> {
  return SentimentAnswer.parse(await (await worker.fetch(askPath(text))).json());
}

async function findProblem(worker: TestWorker): Promise<Problem> {
  const response = await worker.fetch(askPath(WORD_TEXT));
  expect(response.status).toBe(503);
  return Problem.parse(await response.json());
}

function dictionaryKey(release: Release): string {
  return release.fileKeys["dictionary.kjd"] ?? "";
}

test("words have the scores of the characters that they stand for", async () => {
  const { scores } = await ask(await serve(await createRelease()), CHARACTER_TEXT);
  const answer = await ask(await serve(await createWordRelease()), WORD_TEXT);
  expect(answer).toMatchObject({ scores, tokens: 9, model: { version: "words-1" } });
});

describe("the dictionary", () => {
  let other: Uint8Array<ArrayBuffer>;

  beforeAll(async () => {
    other = await compileSmallDictionary("another licence");
  });

  /** Keys of dictionaries that are read while the channel points to one release after the other. */
  async function listReads(first: Release, ...others: readonly Release[]): Promise<string[]> {
    const worker = await serve(first);
    await ask(worker, WORD_TEXT);
    for (const release of others) {
      await publish(release);
      await promote(release);
      worker.advanceSeconds(MAX_AGE_SECONDS);
      await ask(worker, WORD_TEXT);
    }
    const last = others.at(-1) ?? first;
    expect((await ask(worker, WORD_TEXT)).model.version).toBe(last.version);
    const keys = new Set([first, ...others].map(dictionaryKey));
    return worker.store.keys.filter((key) => keys.has(key));
  }

  test("that two releases share is read once", async () => {
    const first = await createWordRelease();
    const second = await createWordRelease({ version: "words-2" });
    expect(await listReads(first, second)).toEqual([dictionaryKey(first)]);
  });

  test("of each release is read where they differ", async () => {
    const first = await createWordRelease();
    const second = await createWordRelease({ version: "words-2", dictionary: other });
    expect(await listReads(first, second)).toEqual([first, second].map(dictionaryKey));
  });

  test("that is served stays open while a release with another is refused", async () => {
    const first = await createWordRelease();
    const refused = await createWordRelease({
      version: "words-2",
      dictionary: other,
      mecabDic: "ipadic",
    });
    const third = await createWordRelease({ version: "words-3" });
    expect(await listReads(first, refused, third)).toEqual([first, refused].map(dictionaryKey));
  });

  test("of a refused release is not kept", async () => {
    const first = await createWordRelease();
    const changes = { version: "words-2", dictionary: other };
    const refused = await createWordRelease({ ...changes, mecabDic: "ipadic" });
    const mended = await createWordRelease(changes);
    const reads = [first, refused, mended].map(dictionaryKey);
    expect(await listReads(first, refused, mended)).toEqual(reads);
  });

  test("is not kept once a release without one serves", async () => {
    const first = await createWordRelease();
    const characters = await createRelease();
    const third = await createWordRelease({ version: "words-3" });
    expect(await listReads(first, characters, third)).toEqual([first, third].map(dictionaryKey));
  });
});

describe("what is refused", () => {
  test("a dictionary with one flipped bit", async () => {
    const release = await createWordRelease();
    const worker = await serve(release);
    await flipByte(dictionaryKey(release));
    const problem = await findProblem(worker);
    expect(problem).toMatchObject({ code: "object-digest-mismatch" });
    expect(problem.detail).toContain(dictionaryKey(release));
  });

  test("a release without its dictionary", async () => {
    const release = await createWordRelease();
    const worker = await serve(release);
    await env.MODELS.delete(dictionaryKey(release));
    expect(await findProblem(worker)).toMatchObject({
      code: "object-missing",
      detail: `"${dictionaryKey(release)}" does not exist`,
    });
  });

  test("another dictionary than the tokenizer names", async () => {
    const worker = await serve(await createWordRelease({ mecabDic: "ipadic" }));
    const problem = await findProblem(worker);
    expect(problem).toMatchObject({ code: "dictionary-mismatch" });
    expect(problem.detail).toMatch(/"small".*"ipadic"/);
  });

  test("a dictionary that is none, which the answer names", async () => {
    const release = await createWordRelease({ dictionary: encodeText("no dictionary at all") });
    const problem = await findProblem(await serve(release));
    expect(problem).toMatchObject({ code: "dictionary-invalid" });
    expect(problem.detail).toContain(`"${dictionaryKey(release)}"`);
  });

  test("a dictionary that would not leave room, before it is read", async () => {
    const dictionary = new Uint8Array(MAX_DICTIONARY_BYTES + 1);
    const release = await createWordRelease({ dictionary });
    const worker = await serve(release);
    expect(await findProblem(worker)).toMatchObject({ code: "dictionary-too-large" });
    expect(worker.store.keys).not.toContain(dictionaryKey(release));
  });

  test("a tokenizer that needs a dictionary in a manifest without one", async () => {
    const { tokenizer } = JSON.parse((await createWordRelease()).manifestText);
    const worker = await serve(await createRelease({ tokenizer }));
    const problem = await findProblem(worker);
    expect(problem).toMatchObject({ code: "manifest-invalid" });
    expect(problem.detail).toContain("entrypoints.dictionary");
  });
});
