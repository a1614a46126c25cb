import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { splitSentences, trimSpan } from "./split-sentences.ts";

/** The sentences without the white space around them. */
function split(text: string): string[] {
  return splitSentences(text).map((span) => {
    const { start, end } = trimSpan(text, span);
    return text.slice(start, end);
  });
}

/** @param marked a text with `|` where a sentence ends */
function expectCuts(marked: string): void {
  expect(split(marked.replaceAll("|", ""))).toEqual(marked.split("|").map((part) => part.trim()));
}

describe("a sentence ends", () => {
  test.each([
    "良い。|悪い。|普通",
    "最高！|最悪？|本当！？|そう",
    "ﾊﾝｶｸﾓ｡|そう",
    "うーん…|まあ……|ふつう",
    "良い。。。|悪い",
    "Good. |Bad! |So-so",
    "一行目\n|二行目\r\n|三行目\n\n|四行目",
    "　字下げ。\n|　次",
  ])("%j", (text) => expectCuts(text));
});

describe("what hangs on a sentence stays with it", () => {
  test.each([
    "「良い。」|そう思う。",
    "（最高！）|良い店",
    "最高！www|また行く",
    "最高！ｗｗ|また行く",
    "最高。笑|\n明日も",
    "最高！(笑)|明日も",
    "最高！（笑）！？|明日も",
    "最高！😀👍🏽👨‍👩‍👧🇯🇵|明日も",
    "最高！ ♪☆|明日も",
    "最高\n😀😀\n|次の行",
    "最高！\nwww\n笑\n|次の行",
  ])("%j", (text) => expectCuts(text));
});

describe("a sentence does not end", () => {
  test.each([
    "「良い。」と言った。|そう",
    "『最高！』って、本当？",
    "3.5点",
    "３．５点",
    "kanjo.example.jp",
    "すごい...でも",
    "良い😀店",
  ])("%j", (text) => expectCuts(text));

  test.each(["最高！|笑顔の店", "最高！|草が多い", "Wow!|why", "😀 良い店\n|😡 高い店"])(
    "with what begins the next one: %j",
    (text) => expectCuts(text),
  );
});

const pieces = fc.constantFrom(
  ...Array.from("。！？…!?.．「」（）()\n\r \t　w笑草a良いと、😀♪"),
  "\ud83d",
  "👨‍👩‍👧",
  "(笑)",
);
const texts = fc.oneof(
  fc.array(pieces, { maxLength: 40 }).map((parts) => parts.join("")),
  fc.string({ unit: "binary" }),
);

describe("sentences of any text", () => {
  test("are the text, one after the other, and none is empty", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const spans = splitSentences(text);
        const whole = text.trim() === "" ? "" : text;
        expect(spans.map(({ start, end }) => text.slice(start, end)).join("")).toBe(whole);
        for (const span of spans) expect(split(text.slice(span.start, span.end))).toHaveLength(1);
      }),
      { numRuns: 2_000 },
    );
  });

  test("are those of the Unicode standard where nothing hangs on them", () => {
    const segmenter = new Intl.Segmenter("ja", { granularity: "sentence" });
    const plain = fc.array(fc.constantFrom(...Array.from("良い店だアカ漢\n。！？")), {
      minLength: 1,
    });
    fc.assert(
      fc.property(plain, (characters) => {
        const text = `店${characters.join("")}`;
        const expected = [...segmenter.segment(text)].map(({ segment }) => segment.trim());
        expect(split(text)).toEqual(expected.filter((sentence) => sentence !== ""));
      }),
    );
  });
});

test.each([".", "w", "！w", "。」", " ", "😀", "あ。\n", "(笑", "！ ", "。「あ。」と"])(
  "%j twenty thousand times over is cut in one pass",
  (piece) => {
    const text = `良い。${piece.repeat(20_000 / piece.length)}終わり`;
    const spans = splitSentences(text);
    expect(spans.at(-1)?.end).toBe(text.length);
  },
);
