/**
 * MeCab words cut into characters, without MeCab. transformers hands the NFKC
 * text to MeCab as a C string, which ends at the first NUL, and cuts the words
 * that come back into code points. Words border on each other except for the
 * white space that MeCab skips, the SPACE category of the dictionary's char.def,
 * so with characters the segmentation drops out.
 * Source: MecabTokenizer and CharacterTokenizer in transformers
 * `models/bert_japanese/tokenization_bert_japanese.py`; fugashi `GenericTagger`.
 */
import { normalizeWithOffsets } from "./normalize.ts";
import type { Subwords } from "./subwords.ts";
import type { Vocabulary } from "./vocabulary.ts";

/**
 * Appends one token a character of `piece`, `unknownId` for those outside the vocabulary.
 * @param offset UTF-16 offset of `piece` in the original text
 */
export function appendCharacters(
  piece: string,
  offset: number,
  vocabulary: Vocabulary,
  unknownId: number,
  output: Subwords,
): void {
  const normalized = normalizeWithOffsets(cutAtNul(piece));
  const { text } = normalized;
  let next = 0;
  for (let index = 0; index < text.length; index = next) {
    const codePoint = text.codePointAt(index) ?? 0;
    next = index + (codePoint > 0xffff ? 2 : 1);
    if (isSkippedByMecab(codePoint)) continue;
    output.push(
      vocabulary.idOfCodePoint(codePoint) ?? unknownId,
      offset + normalized.originalStart(index),
      offset + normalized.originalEnd(next),
    );
  }
}

function cutAtNul(piece: string): string {
  const end = piece.indexOf("\0");
  return end === -1 ? piece : piece.slice(0, end);
}

/** Space, tab, line feed and vertical tab; the carriage return is not among them. */
function isSkippedByMecab(codePoint: number): boolean {
  return codePoint === 0x20 || codePoint === 0x09 || codePoint === 0x0a || codePoint === 0x0b;
}
