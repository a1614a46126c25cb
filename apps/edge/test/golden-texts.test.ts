import { reset } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, test } from "vitest";

import { Problem } from "../src/http/problem.ts";
import { SentimentAnswer } from "../src/sentiment/schemas.ts";
import { fixtureManifest } from "./support/fixtures.ts";
import { createRelease, promote, publish } from "./support/releases.ts";
import { askPath, startTestWorker, type TestWorker } from "./support/test-worker.ts";

const MAX_AGE_SECONDS = Number(env.POINTER_MAX_AGE_SECONDS);
const QUESTION = askPath("これは良い");
const golden = fixtureManifest.goldenTexts;
const shortest = golden.findIndex(({ text }) => text === "楽しくて最高");

beforeEach(reset);

async function publishAndPromote(version: string, goldenTexts: readonly object[]): Promise<void> {
  const release = await createRelease({ version, goldenTexts });
  await publish(release);
  await promote(release);
}

/** The fixture's golden texts, one of them with other members. */
function change(index: number, changes: object): object[] {
  return golden.map((text, at) => (at === index ? { ...text, ...changes } : text));
}

async function ask(worker: TestWorker): Promise<SentimentAnswer> {
  return SentimentAnswer.parse(await (await worker.fetch(QUESTION)).json());
}

async function findProblem(worker: TestWorker): Promise<Problem> {
  const response = await worker.fetch(QUESTION);
  expect(response.status).toBe(503);
  return Problem.parse(await response.json());
}

const OFF: readonly (readonly [string, object, string])[] = [
  ["a score", { scores: { positive: 0.5, negative: 0.5 } }, 'of "positive", expected 0.5'],
  ["the tokens", { tokens: 3 }, "tokens, expected 3"],
  ["a label more", { scores: { ...golden[shortest]?.scores, neutral: 0 } }, '"neutral"'],
  ["a label less", { scores: { positive: 0.897_554_1 } }, '"negative", expected undefined'],
];

describe("a release of which the published bytes answered otherwise", () => {
  test.each(OFF)("%s is refused by a cold worker", async (_, changes, finding) => {
    await publishAndPromote("off-1", change(shortest, changes));
    const problem = await findProblem(startTestWorker());
    expect(problem).toMatchObject({ code: "golden-texts-off" });
    expect(problem.detail).toContain(`goldenTexts[${shortest}] of sentiment/off-1 has`);
    expect(problem.detail).toContain(finding);
  });

  test.each([...golden.keys()])(
    "%i of its texts is refused while the old one serves on",
    async (index) => {
      await publishAndPromote("fixture-1", golden);
      const worker = startTestWorker();
      await ask(worker);
      await publishAndPromote("off-1", change(index, { tokens: 3 }));
      worker.advanceSeconds(MAX_AGE_SECONDS);
      await ask(worker);
      expect((await ask(worker)).model.version).toBe("fixture-1");
      const refusal = worker.log.at(-1);
      expect(refusal).toMatchObject({
        event: "release-refused",
        code: "golden-texts-off",
        version: "off-1",
        serving: "fixture-1",
      });
      for (const { text } of golden) expect(JSON.stringify(worker.log)).not.toContain(text);
    },
  );

  test("but for the shortest of its texts is found out while it serves, and serves no longer", async () => {
    await publishAndPromote("off-1", change(0, { scores: { positive: 0.5, negative: 0.5 } }));
    const worker = startTestWorker();
    expect((await ask(worker)).model.version).toBe("off-1");
    expect(await findProblem(worker)).toMatchObject({ code: "golden-texts-off" });
    expect((await worker.fetch("/readyz")).status).toBe(503);
    await publishAndPromote("fixture-1", golden);
    worker.advanceSeconds(1);
    expect((await ask(worker)).model.version).toBe("fixture-1");
  });
});

test("a score that is off by less than the tolerance is the same", async () => {
  const { positive = 0, negative = 0 } = golden[shortest]?.scores ?? {};
  const scores = { positive: positive - 0.0009, negative: negative + 0.0009 };
  await publishAndPromote("near-1", change(shortest, { scores }));
  expect((await ask(startTestWorker())).model.version).toBe("near-1");
});
