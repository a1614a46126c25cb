import { compileDictionary } from "@kanjo/shared/compiler";
import type { Manifest } from "@kanjo/shared/manifest";

import {
  makeSource,
  SMALL_DICTIONARY,
} from "../../../../packages/shared/test/fixtures/mecab-files.ts";
import { expectations, fixtureManifest, readFixtureText } from "./fixtures.ts";
import { createRelease, encodeText, type Release } from "./releases.ts";

/** Words of the small dictionary, and the character of the fixture release whose id each takes; も and の are words, too. */
const STAND_INS: readonly (readonly [word: string, character: string])[] = [
  ["すもも", "良"],
  ["もも", "店"],
  ["うち", "た"],
];

/** すもも も もも も もも の うち, as the small dictionary cuts it. */
export const WORD_TEXT = "すもももももももものうち";

/** The text that has the same ids in the fixture release, whose tokens are characters. */
export const CHARACTER_TEXT = "良も店も店のた";

const vocabulary = STAND_INS.reduce(
  (text, [word, character]) => text.replace(`\n${character}\n`, `\n${word}\n`),
  readFixtureText("vocab.txt"),
);

interface WordChanges {
  readonly version?: string;
  /** Of the tokenizer, `small` like the dictionary if not given. */
  readonly mecabDic?: string;
  readonly dictionary?: Uint8Array<ArrayBuffer>;
}

/** The fixture release with words for characters and a dictionary that cuts them. */
export async function createWordRelease(changes: WordChanges = {}): Promise<Release> {
  const { version = "words-1", mecabDic = "small" } = changes;
  const dictionary = changes.dictionary ?? (await compileSmallDictionary());
  return createRelease(
    {
      version,
      tokenizer: { ...fixtureManifest.tokenizer, subwordTokenizer: "wordpiece", mecabDic },
      entrypoints: { ...fixtureManifest.entrypoints, dictionary: "dictionary.kjd" },
      goldenTexts: listGoldenTexts(),
    },
    { "vocab.txt": encodeText(vocabulary), "dictionary.kjd": dictionary },
  );
}

/** The same ids have the same scores. */
function listGoldenTexts(): Manifest["goldenTexts"] {
  const { tokens, scores } = expectations.find(({ text }) => text === CHARACTER_TEXT) ?? {};
  if (tokens === undefined || scores === undefined) throw new Error("no scores to expect");
  return [{ text: WORD_TEXT, tokens, scores }];
}

/** @param licence makes another file of the same dictionary */
export async function compileSmallDictionary(licence = "test"): Promise<Uint8Array<ArrayBuffer>> {
  const options = { name: "small", licence, sources: {}, sampleTexts: [WORD_TEXT] };
  return new Uint8Array(await compileDictionary(makeSource(SMALL_DICTIONARY), options));
}
