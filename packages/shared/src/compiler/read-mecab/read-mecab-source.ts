import type {
  CharacterDefinition,
  ConnectionMatrix,
  Lexicon,
  MecabSource,
} from "../mecab-source.ts";
import { readCharacters } from "./read-characters.ts";
import { type DictionaryFileName, HEADER_BYTES, readSections, TOKEN_BYTES } from "./read-header.ts";
import { readLexicon } from "./read-lexicon.ts";
import { readMatrix } from "./read-matrix.ts";
import { type MecabFileName, refuseFile } from "./refuse-file.ts";

/** The bytes of the files in a MeCab dictionary's folder that say how a text is cut. */
export type MecabFiles = Readonly<Record<MecabFileName, Uint8Array>>;

/**
 * Decodes a compiled MeCab dictionary and holds its files against each other. The
 * source may have views of the bytes, which are not to be written to any more.
 * @throws KanjoError `mecab-file-invalid`: the file, what was found at which byte, what was expected
 */
export function readMecabSource(files: MecabFiles): MecabSource {
  const matrix = readMatrix(files["matrix.bin"]);
  const lexicon = readDictionary("sys.dic", files["sys.dic"], matrix);
  const unknown = readDictionary("unk.dic", files["unk.dic"], matrix);
  const characters = readCharacters(files["char.bin"]);
  checkCategories(characters, unknown);
  return { lexicon, unknown, matrix, characters };
}

function readDictionary(
  file: DictionaryFileName,
  bytes: Uint8Array,
  matrix: ConnectionMatrix,
): Lexicon {
  const sections = readSections(file, bytes);
  const { leftSize, rightSize } = sections;
  if (leftSize !== matrix.leftSize || rightSize !== matrix.rightSize) {
    const found = `built for a matrix of ${leftSize} x ${rightSize}`;
    const expected = `the ${matrix.leftSize} x ${matrix.rightSize} of matrix.bin`;
    refuseFile(file, { offset: 16, found, expected });
  }
  const lexicon = readLexicon(file, sections);
  const tokensStart = HEADER_BYTES + sections.doubleArray.length;
  checkIds(file, "left", lexicon.leftIds, matrix.rightSize, tokensStart);
  checkIds(file, "right", lexicon.rightIds, matrix.leftSize, tokensStart + 2);
  return lexicon;
}

function checkIds(
  file: DictionaryFileName,
  side: "left" | "right",
  ids: Uint16Array,
  limit: number,
  firstOffset: number,
): void {
  const entry = ids.findIndex((id) => id >= limit);
  if (entry === -1) return;
  const found = `${side} id ${ids[entry]} of entry ${entry}`;
  const expected = `less than ${limit}, the size of matrix.bin`;
  refuseFile(file, { offset: firstOffset + TOKEN_BYTES * entry, found, expected });
}

function checkCategories({ categories }: CharacterDefinition, unknown: Lexicon): void {
  const surfaces = new Set(unknown.surfaces);
  const missing = categories.find((category) => !surfaces.has(category));
  if (missing === undefined) return;
  const found = `no entry for the category ${JSON.stringify(missing)} of char.bin`;
  refuseFile("unk.dic", { offset: HEADER_BYTES, found, expected: "at least one for each" });
}
