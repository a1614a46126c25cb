import type { Dictionary } from "@kanjo/shared/segmenter";

/** The words of a text as MeCab cuts them after NFKC, up to its first NUL. */
export function cutWords(text: string, dictionary: Dictionary): string[] {
  const normalized = text.normalize("NFKC");
  const { length, starts, ends } = dictionary.segment(normalized);
  return Array.from({ length }, (_, word) => normalized.slice(starts[word], ends[word]));
}
