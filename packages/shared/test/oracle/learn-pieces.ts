import type { Dictionary } from "../../src/segmenter/dictionary.ts";
import { cut } from "./compare.ts";

const LONGEST_PIECE = 8;

/**
 * The most frequent beginnings and, with `##`, continuations of the texts' words:
 * a vocabulary for WordPiece that knows many words and cuts many others.
 */
export function learnPieces(
  dictionary: Dictionary,
  texts: readonly string[],
  count: number,
): string[] {
  const counts = new Map<string, number>();
  for (const text of texts) {
    for (const word of cut(dictionary, text)) {
      for (const piece of listPieces(word)) counts.set(piece, (counts.get(piece) ?? 0) + 1);
    }
  }
  return Array.from(counts)
    .toSorted(([, one], [, other]) => other - one)
    .slice(0, count)
    .map(([piece]) => piece);
}

function listPieces(word: string): string[] {
  const characters = Array.from(word).slice(0, LONGEST_PIECE);
  return characters.flatMap((_, start) => [
    characters.slice(0, start + 1).join(""),
    ...(start === 0 ? [] : [`##${characters.slice(start).join("")}`]),
    ...(start === 0 ? [] : [`##${characters[start] ?? ""}`]),
  ]);
}
