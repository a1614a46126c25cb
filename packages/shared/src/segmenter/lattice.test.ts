import { describe, expect, test } from "vitest";

import { DEAREST, LATTICE_CASES, MOST_OF_THE_DEAREST } from "../../test/fixtures/lattice-cases.ts";
import { compileTiny, listWords } from "../../test/fixtures/tiny-dictionary.ts";
import { openDictionary } from "./dictionary.ts";

describe("MeCab's rules", () => {
  test.each(LATTICE_CASES)("$rule", async ({ dictionary, text, words }) => {
    const opened = openDictionary(await compileTiny(dictionary));
    expect(listWords(opened, text)).toEqual(words);
  });
});

describe("costs that MeCab cannot add up", async () => {
  const dictionary = openDictionary(await compileTiny(DEAREST));
  const most = "a".repeat(MOST_OF_THE_DEAREST);

  test("are not those of a text of which it can", () => {
    expect(dictionary.segment(most).length).toBe(MOST_OF_THE_DEAREST);
    expect(dictionary.segment(`${most}abb`).length).toBe(MOST_OF_THE_DEAREST + 3);
  });

  test.each([
    ["the end", "a"],
    ["a word", "aaa"],
    ["a word before cheap ones", "aaabb"],
  ])("make a text too long, at %s, and leave the next text alone", (_, rest) => {
    expect(() => dictionary.segment(most + rest)).toThrow(
      expect.objectContaining({ code: "text-too-long" }),
    );
    expect(listWords(dictionary, "aa 漢")).toEqual(["a", "a", "漢"]);
  });
});
