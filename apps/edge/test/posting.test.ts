import { reset } from "cloudflare:test";
import { beforeAll, describe, expect, test } from "vitest";

import { Problem } from "../src/http/problem.ts";
import { SentimentAnswer, SentimentAnswers } from "../src/sentiment/schemas.ts";
import { TokenizeAnswer } from "../src/tokenize/schemas.ts";
import { expectations } from "./support/fixtures.ts";
import { createRelease, promote, publish } from "./support/releases.ts";
import { askPath, startTestWorker } from "./support/test-worker.ts";

const worker = startTestWorker();

beforeAll(async () => {
  await reset();
  const release = await createRelease();
  await publish(release);
  await promote(release);
});

const postJson = (json: unknown, path = "/sentiment"): Promise<Response> =>
  postBody(JSON.stringify(json), "application/json", path);

function postBody(body: BodyInit, type: string, path = "/sentiment"): Promise<Response> {
  return worker.fetch(path, { method: "POST", body, headers: { "content-type": type } });
}

async function readAnswer(response: Response): Promise<Omit<SentimentAnswer, "timing">> {
  expect(response.status).toBe(200);
  const { timing: _, ...answer } = SentimentAnswer.parse(await response.json());
  return answer;
}

async function readProblem(response: Response): Promise<Problem> {
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  const problem = Problem.parse(await response.json());
  expect(problem.status).toBe(response.status);
  return problem;
}

describe("POST /sentiment", () => {
  test.each(expectations)(
    "answers $text as GET does, as JSON and as plain text",
    async ({ text }) => {
      const expected = await readAnswer(await worker.fetch(askPath(text)));
      expect(await readAnswer(await postJson({ text }))).toEqual(expected);
      expect(await readAnswer(await postBody(text, "text/plain; charset=utf-8"))).toEqual(expected);
    },
  );

  test("answers 64 texts in their order, each as if it were alone", async () => {
    const texts = Array.from({ length: 64 }, (_, index) => `${"良".repeat(index % 9)}悪い品`);
    const { results, model } = SentimentAnswers.parse(await (await postJson({ texts })).json());
    expect(model.version).toBe("fixture-1");
    expect(results).toHaveLength(64);
    for (const [index, text] of texts.entries()) {
      const { model: _, ...alone } = await readAnswer(await postJson({ text }));
      expect(results[index]).toEqual(alone);
    }
  });

  test("answers a list of one text with a list", async () => {
    const answers = SentimentAnswers.parse(await (await postJson({ texts: ["良い"] })).json());
    expect(answers.results).toHaveLength(1);
  });

  test("takes options from the query, and rather from the body", async () => {
    const options = "/sentiment?explain=true&sentences=true";
    const plain = await readAnswer(await postBody("良い。悪い。", "text/plain", options));
    expect(plain).toMatchObject({ explain: expect.any(Array), sentences: expect.any(Array) });
    const body = { text: "良い。悪い。", explain: false };
    const json = await readAnswer(await postJson(body, options));
    expect(Object.keys(json)).not.toContain("explain");
    expect(json.sentences).toEqual(plain.sentences);
  });
});

describe("a body that cannot be answered", () => {
  const long = "あ".repeat(20_001);

  test.each<[string, unknown, string]>([
    ["no object", "text", "#"],
    ["null", null, "#"],
    ["no text", {}, "#/text"],
    ["a number", { text: 1 }, "#/text"],
    ["no texts", { texts: [] }, "#/texts"],
    ["65 texts", { texts: Array(65).fill("a") }, "#/texts"],
    ["null as a text", { texts: ["a", null] }, "#/texts/1"],
    ["a switch that is none", { text: "a", explain: 1 }, "#/explain"],
    ["text and texts", { text: "a", texts: ["b"] }, "#"],
    ["a prototype", JSON.parse('{"text":"a","__proto__":{}}'), "#"],
  ])("%s, told where", async (_name, json, pointer) => {
    expect(await readProblem(await postJson(json))).toMatchObject({
      status: 422,
      type: "/problems/body-invalid",
      errors: [{ pointer, detail: expect.any(String) }],
    });
  });

  test.each<[string, unknown, number, string, object]>([
    ["an empty text", { text: "" }, 422, "text-blank", { pointer: "#/text" }],
    [
      "white space",
      { texts: ["a", " \u3000\n\ufeff"] },
      422,
      "text-blank",
      { pointer: "#/texts/1" },
    ],
    ["a NUL", { text: "a\0b" }, 422, "text-has-nul", { pointer: "#/text", offset: 1 }],
    ["a lone surrogate", { text: "a\ud83d" }, 422, "text-malformed", { pointer: "#/text" }],
    [
      "too long a text",
      { texts: [long] },
      413,
      "text-too-long",
      { pointer: "#/texts/0", limit: 20_000 },
    ],
    ["a version here", { text: "a", version: "v1" }, 400, "version-choice-off", {}],
  ])("%s", async (_name, json, status, name, members) => {
    const problem = await readProblem(await postJson(json));
    expect(problem).toMatchObject({ status, type: `/problems/${name}`, ...members });
  });

  test("1 MB of w", async () => {
    for (const type of ["text/plain", "application/json"]) {
      const problem = await readProblem(await postBody("w".repeat(2 ** 20), type));
      expect(problem).toMatchObject({ status: 413, type: "/problems/body-too-large" });
    }
  });

  test("a body that never ends", async () => {
    const chunk = new Uint8Array(4_096).fill(0x77);
    let sent = 0;
    const pull = (controller: ReadableStreamDefaultController): void => {
      sent += chunk.length;
      controller.enqueue(chunk.slice());
    };
    for (const path of ["/sentiment", "/tokenize"]) {
      sent = 0;
      const body = new ReadableStream({ pull });
      const problem = await readProblem(await postBody(body, "text/plain", path));
      expect(problem).toMatchObject({ status: 413, type: "/problems/body-too-large" });
      expect(sent).toBeLessThan(2 ** 19);
    }
  });

  test("JSON that is nested without an end", async () => {
    const problem = await readProblem(
      await postBody(`${"[".repeat(9_999)}${"]".repeat(9_999)}`, "application/json"),
    );
    expect(problem).toMatchObject({
      status: 422,
      errors: [expect.objectContaining({ pointer: "#" })],
    });
  });

  test("more findings than anyone reads", async () => {
    const problem = await readProblem(await postJson({ texts: Array(64).fill(1) }));
    expect(problem["errors"]).toHaveLength(8);
  });

  test("nothing of it is quoted", async () => {
    const secrets = [
      { text: "秘密\0" },
      { text: ["秘密"] },
      { text: "秘密", 秘密: "秘密" },
      { text: "a", version: "秘密" },
      { texts: ["秘密", 1] },
      { texts: ["秘密".repeat(20_000)] },
    ];
    for (const json of secrets) {
      const response = await postJson(json);
      expect(response.status).toBeGreaterThanOrEqual(400);
      expect(await response.text()).not.toContain("秘密");
    }
    expect(JSON.stringify(worker.log)).not.toContain("秘密");
  });
});

describe("texts that are hard to read are answered", () => {
  test.each([
    ["right-to-left marks", "\u202e良い\u200f店\u2067"],
    ["Arabic", "هذا المتجر جيد"],
    ["Korean, Thai and emoji", "좋은 가게 ร้านดี 👨‍👩‍👧🇯🇵"],
    ["combining marks", `か${"\u3099".repeat(300)}`],
    ["private and unassigned characters", "\ue000\u{f0000}\u{1ffff}\ufffe"],
    ["control characters", "\u0001\u001b[31m良い\u007f\u0085"],
    ["special tokens", "[CLS][SEP][MASK][UNK]良い"],
    ["what becomes eighteen characters", "\ufdfa".repeat(20)],
    ["10,000 w", "w".repeat(10_000)],
    ["a byte-order mark", "\ufeff良い"],
  ])("%s", async (_name, text) => {
    const options = { text, sentences: true };
    const answer = await readAnswer(await postJson(options));
    expect(Object.values(answer.scores).reduce((sum, score) => sum + score)).toBeCloseTo(1, 9);
    expect(answer.sentences?.length).toBeGreaterThan(0);
  });
});

describe("POST /tokenize", () => {
  test("gives tokens, ids and places in the original text", async () => {
    const response = await postJson({ text: "良い㍿😀" }, "/tokenize");
    const answer = TokenizeAnswer.parse(await response.json());
    const [four, one] = [
      [2, 3],
      [3, 5],
    ];
    expect(answer.tokens).toEqual(["[CLS]", "良", "い", ...Array(5).fill("[UNK]"), "[SEP]"]);
    expect(answer.offsets).toEqual([null, [0, 1], [1, 2], four, four, four, four, one, null]);
    expect(answer.ids).toHaveLength(answer.tokens.length);
    expect(answer).toMatchObject({ windows: 1, model: { version: "fixture-1" } });
  });

  test("takes plain text, and says how many windows it would be", async () => {
    const response = await postBody("良".repeat(15), "text/plain", "/tokenize");
    expect(TokenizeAnswer.parse(await response.json())).toMatchObject({ windows: 2 });
  });

  test.each([
    [{ text: "a", explain: true }, 422, "body-invalid"],
    [{ texts: ["a"] }, 422, "body-invalid"],
    [{ text: " " }, 422, "text-blank"],
    [{ text: "w".repeat(16_383) }, 413, "work-too-large"],
  ])("a body is refused: %#", async (json, status, name) => {
    const problem = await readProblem(await postJson(json, "/tokenize"));
    expect(problem).toMatchObject({ status, type: `/problems/${name}` });
  });
});
