import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { choosePassage, insertPhrase, removePhrase } from "./change-text.ts";
import { cutIntoWords, type WordedText } from "./words.ts";

/** Words between bars: "部屋|は|広い". */
function makeWorded(barred: string): WordedText {
  let start = 0;
  const words = barred.split("|").map((word) => {
    const place = { start, end: start + word.length };
    start = place.end;
    return place;
  });
  return { text: barred.replaceAll("|", ""), words };
}

describe("a phrase is taken out", () => {
  test.each([
    ["of its place", "対応|が|良く|☆|４|つ|。", "☆４つ", "対応が良く。"],
    ["of every place", "☆|４|つ|です|☆|４|つ", "☆４つ", "です"],
    ["where it repeats itself", "☆|☆|☆|です", "☆☆", "☆です"],
    ["but not of within words", "少ない|が|悪く|ない", "ない", "少ないが悪く"],
    [
      "also where it overlaps with what are no words",
      "ああい|あい|あ|です",
      "あい",
      "ああいあです",
    ],
  ])("%s", (_, text, phrase, expected) => {
    expect(removePhrase(makeWorded(text), phrase)).toBe(expected);
  });

  test.each([
    ["it is not there", "部屋|は|広い", "狭い"],
    ["it is only within words", "少ない|です", "ない"],
    ["it begins with a word and ends within one", "良い|ところ|です", "良いと"],
    ["nothing else is there", "☆|４|つ", "☆４つ"],
    ["only space is left", "☆|\u3000|☆", "☆"],
  ])("and nothing comes of it where %s", (_, text, phrase) => {
    expect(removePhrase(makeWorded(text), phrase)).toBeNull();
  });
});

test.each([
  ["部屋は広い。", "☆４つ", "☆４つ部屋は広い。", "部屋は広い。☆４つ"],
  ["good room", "nice", "nice good room", "good room nice"],
  ["3回使った", "☆4", "☆4 3回使った", "3回使った☆4"],
  ["wi-fiは良いw", "2位", "2位wi-fiは良いw", "wi-fiは良いw 2位"],
])("%s and %s are put together without joining words", (text, phrase, atStart, atEnd) => {
  expect(insertPhrase(text, phrase, false)).toBe(atStart);
  expect(insertPhrase(text, phrase, true)).toBe(atEnd);
});

function listPassages(worded: WordedText, phrase: string): (string | null)[] {
  const passages = Array.from({ length: 8 }, (_, choice) => choosePassage(worded, phrase, choice));
  return passages.map((passage) => passage && worded.text.slice(...passage));
}

test("passages are the first words from each word on that are as long as the phrase, in turn", () => {
  const worded = makeWorded("部屋|は|広い|です|。");
  expect(listPassages(worded, "☆４つ").slice(0, 5)).toEqual([
    "部屋は",
    "は広い",
    "広いです",
    "です。",
    "部屋は",
  ]);
});

test("a passage has nothing of the phrase, even of what is no word", () => {
  expect(new Set(listPassages(makeWorded("部屋|は|☆|４|つ|です|ね"), "☆４つ"))).toEqual(
    new Set(["部屋は", "ですね"]),
  );
  expect(new Set(listPassages(makeWorded("少ない|音|が|良い"), "ない"))).toEqual(
    new Set(["音が", "が良い", "良い"]),
  );
});

test("a text that is too short has no passage", () => {
  expect(choosePassage(makeWorded("広い"), "☆４つ", 3)).toBeNull();
  expect(choosePassage(makeWorded("☆|４|つ"), "☆４つ", 3)).toBeNull();
  expect(choosePassage({ text: "", words: [] }, "☆", 0)).toBeNull();
});

const letters = fc.string({ unit: fc.constantFrom(...Array.from("あい☆。b ")), maxLength: 30 });

test("a passage is of whole words, long enough and no longer than has to be", () => {
  const phrases = fc.string({
    unit: fc.constantFrom(...Array.from("あい☆b")),
    minLength: 1,
    maxLength: 4,
  });
  fc.assert(
    fc.property(letters, phrases, fc.nat(), (text, phrase, choice) => {
      const worded = cutIntoWords(text);
      const passage = choosePassage(worded, phrase, choice);
      if (passage === null) return;
      const [start, end] = passage;
      const within = worded.words.filter((word) => word.start >= start && word.end <= end);
      expect([within[0]?.start, within.at(-1)?.end]).toEqual([start, end]);
      expect(end - start).toBeGreaterThanOrEqual(phrase.length);
      expect((within.at(-2)?.end ?? start) - start).toBeLessThan(phrase.length);
      for (let at = start - phrase.length + 1; at < end; at += 1) {
        expect(text.slice(at, at + phrase.length)).not.toBe(phrase);
      }
    }),
  );
});

test("taking a word out leaves all the others", () => {
  fc.assert(
    fc.property(letters, fc.nat(), (text, choice) => {
      const worded = cutIntoWords(text);
      const names = worded.words.map(({ start, end }) => text.slice(start, end));
      fc.pre(names.length > 0);
      const name = names[choice % names.length] ?? "";
      const others = names.filter((one) => one !== name).join("");
      expect((removePhrase(worded, name) ?? "").replaceAll(" ", "")).toBe(others);
    }),
  );
});
