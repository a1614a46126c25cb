import { reset } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, test } from "vitest";

import { Problem, SentimentAnswer } from "../src/http/schemas.ts";
import { MAX_DICTIONARY_BYTES } from "../src/model/latest-dictionary.ts";
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

describe("two releases", () => {
  async function countReadsOf(first: Release, second: Release): Promise<string[]> {
    const worker = await serve(first);
    await ask(worker, WORD_TEXT);
    await publish(second);
    await promote(second);
    worker.advanceSeconds(MAX_AGE_SECONDS);
    await ask(worker, WORD_TEXT);
    expect((await ask(worker, WORD_TEXT)).model.version).toBe(second.version);
    const keys = new Set([dictionaryKey(first), dictionaryKey(second)]);
    return worker.store.keys.filter((key) => keys.has(key));
  }

  test("that share a dictionary read it once", async () => {
    const first = await createWordRelease();
    const second = await createWordRelease({ version: "words-2" });
    expect(await countReadsOf(first, second)).toEqual([dictionaryKey(first)]);
  });

  test("with a dictionary each read both", async () => {
    const first = await createWordRelease();
    const dictionary = await compileSmallDictionary("another licence");
    const second = await createWordRelease({ version: "words-2", dictionary });
    expect(await countReadsOf(first, second)).toEqual([first, second].map(dictionaryKey));
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
