/**
 * Cuts a text into sentences as Japanese is written on the web: after 。！？…
 * and line ends, and after a full stop before white space. What hangs on a
 * sentence stays with it: the brackets that close after it, laughter (w, 笑, 草),
 * emoji and further marks. A quotation that the sentence goes on from, as in
 * 「良い。」と言った, ends none.
 *
 * The text is read once from left to right: `ENDING` finds the next place where
 * a sentence may end, and the other patterns are tried only at that place.
 */

/** A stretch of the text, as UTF-16 offsets. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A run of full stops counts as a whole, so that a long one is not tried at each of them. */
const MARKS = String.raw`[。｡！!？?‼⁇⁈⁉…‥]+|(?<![.．])[.．]+(?![.．])(?=\s|$)`;
const LINE_END = String.raw`[\n\r\u2028\u2029]`;
const ENDING = new RegExp(`(?:${MARKS})|${LINE_END}`, "gu");

const MARKS_HERE = new RegExp(MARKS, "uy");
const CLOSING = /[」』）)】］\]〉》〕｝}”’"']+/uy;
/** 笑 and 草 count before no letter, because they begin words, and w before none of English. */
const HANGING =
  /[ \t\u3000]*(?:(?:\ufe0f|[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}\u200d♪♫☆★♡♥])+|[(（][笑泣汗爆涙怒藁w]{1,3}[)）]|[wｗ]+(?!\p{Script=Latin})|[笑泣汗爆草藁]+(?!\p{L}))/uy;
const REST_OF_LINE = new RegExp(String.raw`[ \t\u3000]*(?:${LINE_END}\s*|$)`, "uy");
/** Behind a quotation: the sentence goes on. */
const GOING_ON = /[とっはがをにのもなだでかやへ、，,]/uy;
const WHITE_SPACE = /\s*/uy;

/**
 * Sentences with the white space that follows them: one after the other they are
 * the text. White space at the text's beginning belongs to the first, and white
 * space alone has none.
 */
export function splitSentences(text: string): Span[] {
  const spans: Span[] = [];
  let start = 0;
  let from = skip(WHITE_SPACE, text, 0);
  while (from < text.length) {
    const end = findEnd(text, from);
    spans.push({ start, end });
    start = end;
    from = end;
  }
  return spans;
}

/** The sentence without the white space around it. */
export function trimSpan(text: string, { start, end }: Span): Span {
  const sentence = text.slice(start, end);
  const trimmed = sentence.trim();
  const first = start + sentence.length - sentence.trimStart().length;
  return { start: first, end: first + trimmed.length };
}

function findEnd(text: string, from: number): number {
  let at = from;
  for (;;) {
    ENDING.lastIndex = at;
    const match = ENDING.exec(text);
    if (match === null) return text.length;
    const tail = absorb(text, match);
    if (!tail.isQuoted || skip(GOING_ON, text, tail.end) === tail.end) {
      return skipHangingLines(text, skip(WHITE_SPACE, text, tail.end));
    }
    at = tail.end;
  }
}

interface Tail {
  readonly end: number;
  /** Whether it ends with a bracket or quotation mark. */
  readonly isQuoted: boolean;
}

/** What hangs on a sentence. Of what follows a line end nothing does. */
function absorb(text: string, { 0: ending, index }: RegExpExecArray): Tail {
  let end = index + ending.length;
  let isQuoted = false;
  while (ending.trim() !== "") {
    const closed = skip(CLOSING, text, end);
    const next = skip(MARKS_HERE, text, skip(HANGING, text, closed));
    if (next === end) break;
    isQuoted = next === closed;
    end = next;
  }
  return { end, isQuoted };
}

/** Lines that are nothing but laughter and emoji belong to the sentence before them. */
function skipHangingLines(text: string, from: number): number {
  let start = from;
  for (;;) {
    let end = start;
    for (let next = skip(HANGING, text, end); next > end; next = skip(HANGING, text, end)) {
      end = next;
    }
    const line = skip(REST_OF_LINE, text, end);
    if (end === start || (line === end && end < text.length)) return start;
    start = line;
  }
}

/** Where the pattern ends that matches at this place; the place itself where it does not. */
function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}
