import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { makeCuttingDictionary } from "../test/fixtures/cutting-dictionary.ts";
import { BRACKETS, makeConfig, makeSmallTokenizer } from "../test/fixtures/small-tokenizer.ts";
import { type ClassifierParts, classifyText, type Feeds } from "./classifier.ts";
import { explainText } from "./explanation.ts";
import { loadTokenizer } from "./tokenizer/load-tokenizer.ts";
import type { Tokenizer } from "./tokenizer/tokenizer.ts";

interface PlainTensor {
  readonly data: BigInt64Array;
  readonly dims: readonly number[];
}

type Score = (ids: readonly number[]) => readonly number[];

/** A model that is a function of the ids, and what it was asked. */
function makeParts(tokenizer: Tokenizer, score: Score, maxTokens = 128) {
  const asked: Feeds<PlainTensor>[] = [];
  const parts: ClassifierParts<PlainTensor> = {
    tokenizer,
    labels: ["negative", "neutral", "positive"],
    maxTokens,
    createTensor: (data, dims) => ({ data, dims }),
    session: {
      run: (feeds) => {
        asked.push(feeds);
        const ids = Array.from(feeds["input_ids"]?.data ?? [], Number);
        return Promise.resolve({ logits: { data: Float32Array.from(score(ids)) } });
      },
    },
  };
  return { parts, asked };
}

/** Every id counts, and where it stands. */
const mixIds: Score = (ids) =>
  [0.37, 0.73, 1.19].map((factor) => Math.sin(ids.reduce((sum, id, at) => sum + id * at, factor)));

const characters = makeSmallTokenizer();

/** Words between spaces, cut into these pieces. */
const pieces = loadTokenizer(
  { ...makeConfig(BRACKETS), mecabDic: "spaces", subwordTokenizer: "wordpiece" },
  {
    vocabulary: [...Object.values(BRACKETS), "東京", "##都", "良い", "##ね", "a"].join("\n"),
    dictionary: makeCuttingDictionary("spaces", /[^ ]+/),
  },
);

async function locateWords(tokenizer: Tokenizer, text: string, maxTokens = 128) {
  const { influences } = await explainText(text, makeParts(tokenizer, mixIds, maxTokens).parts);
  return influences.map(({ start, end }) => text.slice(start, end));
}

describe("words", () => {
  test.each([
    ["a token and its pieces", pieces, "東京都 良いね a", ["東京都", "良いね", "a"]],
    ["an unknown one", pieces, "a 大阪", ["a", "大阪"]],
    ["a character each", characters, "これ ap", ["こ", "れ", "a", "p"]],
    [
      "one that is one character of the text",
      characters,
      "い㍻…か\u3099",
      ["い", "㍻", "…", "か\u3099"],
    ],
    ["a special token of the text", characters, "い[SEP]う", ["い", "[SEP]", "う"]],
    ["none of white space", characters, " 　\n", []],
    ["none of nothing", characters, "", []],
  ])("%s", async (_name, tokenizer, text, expected) => {
    expect(await locateWords(tokenizer, text)).toEqual(expected);
  });

  test("that were cut off are left out, and so are the pieces of one that was cut through", async () => {
    expect(await locateWords(characters, "これそれ", 5)).toEqual(["こ", "れ", "そ"]);
    expect(await locateWords(pieces, "a 東京都 a", 4)).toEqual(["a", "東京"]);
  });

  test("lie in the text one after the other and cover every token, for any text", async () => {
    const texts = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.string({ unit: fc.constantFrom(...Array.from("いかｱﾟ㍻…𢌞[SEP]#a \u3099")) }),
    );
    await fc.assert(
      fc.asyncProperty(texts, fc.constantFrom(characters, pieces), async (text, tokenizer) => {
        const { parts } = makeParts(tokenizer, mixIds);
        const { influences } = await explainText(text, parts);
        let last = 0;
        for (const { start, end } of influences) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          last = end;
        }
        expect(last).toBeLessThanOrEqual(text.length);
        for (const { start, end } of tokenizer.tokenize(text)) {
          expect(influences.some((word) => word.start <= start && end <= word.end)).toBe(true);
        }
      }),
    );
  });
});

describe("weights", () => {
  test("say how much the predicted label's score falls", async () => {
    const ids = pieces.encode("良いね a").ids;
    const good = new Set([ids[1], ids[2]]);
    const { parts } = makeParts(pieces, (seen) => [
      0,
      -9,
      seen.filter((id) => good.has(id)).length,
    ]);
    const { answer, influences } = await explainText("良いね a", parts);
    const scoreOf = (logit: number) => Math.exp(logit) / (1 + Math.exp(-9) + Math.exp(logit));
    expect(answer.label).toBe("positive");
    expect(influences[0]?.weight).toBeCloseTo(scoreOf(2) - scoreOf(0), 6);
    expect(influences[1]?.weight).toBeCloseTo(0, 6);
  });

  test("are differences to what the text without the word is given", async () => {
    const texts = fc.string({ unit: fc.constantFrom(...Array.from("これそのは漢字𢌞apxW")) });
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        const { parts } = makeParts(characters, mixIds);
        const { answer, influences } = await explainText(text, parts);
        expect(influences).toHaveLength(Array.from(text).length);
        for (const { start, end, weight } of influences) {
          const rest = await classifyText(text.slice(0, start) + text.slice(end), parts);
          expect(weight).toBe(answer.score - (rest.scores[answer.label] ?? 0));
        }
      }),
    );
  });
});

test("gives the answer that the classifier gives", async () => {
  for (const [text, maxTokens] of [
    ["これは漢字", 128],
    ["これは漢字", 4],
    ["", 8],
  ] as const) {
    const { parts } = makeParts(characters, mixIds, maxTokens);
    expect((await explainText(text, parts)).answer).toEqual(await classifyText(text, parts));
  }
});

test("runs once for the text and once for each word, always a text alone", async () => {
  const { parts, asked } = makeParts(pieces, mixIds);
  await explainText("東京都 a 良い", parts);
  expect(asked.map((feeds) => Object.values(feeds).map((tensor) => tensor.dims))).toEqual(
    [6, 4, 5, 5].map((tokens) => [1, 2, 3].map(() => [1, tokens])),
  );
});

test("refuses a malformed text", async () => {
  const { parts } = makeParts(characters, mixIds);
  await expect(explainText("い\ud83d", parts)).rejects.toMatchObject({ code: "text-malformed" });
});
