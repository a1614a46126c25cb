import { describe, expect, test } from "vitest";

import { hasEmoji } from "./emoji.ts";
import { hasMixedScripts } from "./mixed-scripts.ts";
import { hasQuestion } from "./question.ts";
import { toHalfWidth } from "./to-half-width.ts";
import { hasUrl } from "./url.ts";

describe("emoji", () => {
  test.each(["最高😀", "❤️", "❤", "♥大好き", "👨‍👩‍👧", "🇯🇵", "1️⃣番", "⭐", "☀️", "👍🏽", "❗", "🈵"])(
    "%s has one",
    (text) => expect(hasEmoji(text)).toBe(true),
  );
  test.each(["最高", "(^_^)", "★☆♪", "1番 #2 *", "©2020", "→", "ｗ", "㊗", ""])(
    "%s has none",
    (text) => expect(hasEmoji(text)).toBe(false),
  );
});

describe("web addresses", () => {
  test.each([
    "https://example.com",
    "詳しくはhttp://example.com/aへ",
    "ttps://example.com/",
    "ｈｔｔｐ：／／ｅｘａｍｐｌｅ．ｃｏｍ",
    "www.example.jp",
    "example.co.jp/menu を参照",
  ])("%s has one", (text) => expect(hasUrl(text)).toBe(true));
  test.each([
    "https",
    "4.5点/5点",
    "and/or",
    "10km/h",
    "v1.2/v1.3",
    "wwwww",
    "行きました。/また",
    "1.5km/h",
    "",
  ])("%s has none", (text) => expect(hasUrl(text)).toBe(false));
});

describe("questions", () => {
  test.each([
    "美味しい?",
    "なぜ？",
    "どうして⁉",
    "いくらですか。",
    "行きますか",
    "いかがでしょうか。",
    "何時に着くのか",
    "どうなんだろうか…",
    "また行こうかな。",
    "晴れるかしら",
    "安いかなあ〜",
    "誰が来るんですかね",
    "一行目\n来ますか\n二行目",
  ])("%s asks", (text) => expect(hasQuestion(text)).toBe(true));
  test.each([
    "美味しい。",
    "静か",
    "安いとか。",
    "一つしか",
    "いつか行きたい",
    "なんか良い",
    "どれも確か。",
    "さすがプロですから",
    "https://example.com/?a=1",
    "",
  ])("%s does not", (text) => expect(hasQuestion(text)).toBe(false));
});

describe("mixed scripts", () => {
  test.each([
    "iPhoneを買った",
    "ＤＶＤを見た",
    "BGMは静か",
    "한국 料理",
    "ロシア語でДаと言う",
    "Caféの味",
  ])("%s are", (text) => expect(hasMixedScripts(text)).toBe(true));
  test.each([
    "日本語とひらがなとカタカナー",
    "Tシャツ",
    "A4の紙",
    "all english",
    "最高wwww",
    "見て https://example.com/abc",
    "2024年10月、5℃",
    "良い😀",
    "",
  ])("%s are not", (text) => expect(hasMixedScripts(text)).toBe(false));
});

test("full-width ASCII becomes half-width, nothing else changes", () => {
  expect(toHalfWidth("Ａｂ１？！～ｶﾅ㍍Ⅱ　カナ")).toBe("Ab1?!~ｶﾅ㍍Ⅱ　カナ");
});
