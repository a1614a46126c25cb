import { Vocabulary } from "./vocabulary.ts";
import { requireWellFormed } from "./well-formed.ts";

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/**
 * Reads a `vocab.txt` as transformers' `load_vocab` does: the line number is the
 * id, an empty line is a token, a trailing space counts, and of a token that is
 * repeated the last id holds. `\r\n` and `\r` end a line too, because Python
 * reads text files so.
 * @throws KanjoError `text-malformed` for lone surrogates
 */
export function parseVocabulary(text: string): Vocabulary {
  requireWellFormed(text);
  const units = new Uint16Array(text.length);
  const starts = [0];
  let length = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (!isLineBreak(unit)) units[length++] = unit;
    else if (unit === CARRIAGE_RETURN && text.charCodeAt(at + 1) === LINE_FEED) continue;
    else starts.push(length);
  }
  if (text !== "" && !isLineBreak(text.charCodeAt(text.length - 1))) starts.push(length);
  return new Vocabulary(units.slice(0, length), Uint32Array.from(starts));
}

function isLineBreak(unit: number): boolean {
  return unit === LINE_FEED || unit === CARRIAGE_RETURN;
}
