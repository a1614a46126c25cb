import * as fc from "fast-check";
import { expect, test } from "vitest";

import { countCharacterNgrams, NGRAM_BUCKETS } from "./character-ngrams.ts";

/** Counted by the n-grams themselves, of the text between signs for its ends. */
function countByName(text: string): Map<string, number> {
  const framed = `\u0002${text}\u0003`;
  const counts = new Map<string, number>();
  for (const length of [2, 3]) {
    for (let at = 0; at + length <= framed.length; at += 1) {
      const name = framed.slice(at, at + length);
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  return counts;
}

function sort(counts: Iterable<number>): number[] {
  return Array.from(counts).sort((a, b) => a - b);
}

test("every stretch of two and of three characters is counted, in a bucket of its own", () => {
  // Few n-grams of few letters: were any two in one bucket, the counts would differ.
  const letters = fc.constantFrom(...Array.from("あいう良悪。w😀"));
  fc.assert(
    fc.property(fc.string({ unit: letters, maxLength: 40 }), (text) => {
      const counts = countCharacterNgrams(text);
      expect(sort(counts.values())).toEqual(sort(countByName(text).values()));
      for (const bucket of counts.keys()) {
        expect(Number.isInteger(bucket) && bucket >= 0 && bucket < NGRAM_BUCKETS).toBe(true);
      }
    }),
  );
});

test.each([
  ["width", "ﾃﾚﾋﾞを４台", "テレビを4台"],
  ["case", "Wi-Fi", "wi-fi"],
  ["the kind and amount of space", " とても\u3000\n良い ", "とても 良い"],
])("%s makes no difference", (_, one, other) => {
  expect(countCharacterNgrams(one)).toEqual(countCharacterNgrams(other));
});

test.each([
  ["the order", "良い", "い良"],
  ["a repetition", "良い", "良い良い"],
  ["a space", "とても良い", "とても 良い"],
])("%s makes a difference", (_, one, other) => {
  expect(countCharacterNgrams(one)).not.toEqual(countCharacterNgrams(other));
});

test.each([
  ["", 1],
  ["良", 3],
  ["良い", 5],
])("even a text of few characters has n-grams: %j", (text, expected) => {
  expect(countCharacterNgrams(text).size).toBe(expected);
});
