import { KanjoError } from "../error.ts";

/** Refuses lone surrogates, which no Unicode text contains. @throws KanjoError `text-malformed` */
export function requireWellFormed(text: string): void {
  if (text.isWellFormed()) return;
  throw new KanjoError(
    "text-malformed",
    `the text has a lone surrogate at UTF-16 offset ${findLoneSurrogate(text)}, expected well-formed Unicode`,
    { hint: "Cut texts between code points, or repair them with String.prototype.toWellFormed." },
  );
}

function findLoneSurrogate(text: string): number {
  let offset = 0;
  for (const character of text) {
    if (!character.isWellFormed()) return offset;
    offset += character.length;
  }
  return offset;
}
