import { KanjoError } from "../error.ts";
import { Vocabulary } from "./vocabulary.ts";
import { requireWellFormed } from "./well-formed.ts";

/** Far more than any token has. */
const MAX_TOKEN_UNITS = 4096;

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/**
 * Reads a `vocab.txt` as transformers' `load_vocab` does: the line number is the
 * id, an empty line is a token, a trailing space counts, and of a token that is
 * repeated the last id holds. `\r\n` and `\r` end a line too, because Python
 * reads text files so.
 * @throws KanjoError `text-malformed` for lone surrogates, `vocabulary-invalid` for a line that is no token
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
  refuseLongLines(starts);
  return new Vocabulary(units.slice(0, length), Uint32Array.from(starts));
}

function refuseLongLines(starts: readonly number[]): void {
  const line = starts.findIndex((start, at) => (starts[at + 1] ?? start) - start > MAX_TOKEN_UNITS);
  if (line === -1) return;
  throw new KanjoError(
    "vocabulary-invalid",
    `line ${line + 1} of the vocabulary has more than ${MAX_TOKEN_UNITS} characters, expected a token`,
    { hint: "Give a vocab.txt with one token a line." },
  );
}

function isLineBreak(unit: number): boolean {
  return unit === LINE_FEED || unit === CARRIAGE_RETURN;
}
