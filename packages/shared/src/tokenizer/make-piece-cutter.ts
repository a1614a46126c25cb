import type { Dictionary } from "../segmenter/dictionary.ts";
import { CharacterSubwords } from "./character-subwords.ts";
import type { BertJapaneseTokenizerConfig } from "./config.ts";
import { LowerCaseSubwords } from "./lower-case.ts";
import { MecabWords } from "./mecab-words.ts";
import type { PieceCutter } from "./piece-cutter.ts";
import type { SubwordCutter } from "./subwords.ts";
import { UnsegmentedCharacters } from "./unsegmented-characters.ts";
import type { Vocabulary } from "./vocabulary.ts";
import { WordPiece } from "./word-piece.ts";

interface Parts {
  readonly vocabulary: Vocabulary;
  readonly unknownId: number;
  /** Where there is none, the subwords have to be characters that stay as they are. */
  readonly dictionary: Dictionary | undefined;
}

/** Words and subwords as the configuration has them. */
export function makePieceCutter(config: BertJapaneseTokenizerConfig, parts: Parts): PieceCutter {
  const subwords = makeSubwordCutter(config, parts);
  return parts.dictionary === undefined
    ? new UnsegmentedCharacters(subwords)
    : new MecabWords(parts.dictionary, subwords);
}

function makeSubwordCutter(
  { subwordTokenizer, doLowerCase, specialTokens }: BertJapaneseTokenizerConfig,
  { vocabulary, unknownId }: Parts,
): SubwordCutter {
  const isCharacter = subwordTokenizer === "character";
  const subwords = isCharacter
    ? new CharacterSubwords(vocabulary, unknownId)
    : new WordPiece(vocabulary, unknownId);
  if (!doLowerCase) return subwords;
  const exceptions = new Set(Object.values(specialTokens));
  return new LowerCaseSubwords(subwords, { exceptions, normalizeAgain: isCharacter });
}
