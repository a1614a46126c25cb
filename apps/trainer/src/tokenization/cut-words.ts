import type { Dictionary } from "@kanjo/shared/segmenter";

/** The words of a text as MeCab cuts them after NFKC, up to its first NUL. */
export function* cutWords(text: string, dictionary: Dictionary): Generator<string> {
  const normalized = text.normalize("NFKC");
  const { length, starts, ends } = dictionary.segment(normalized);
  for (let word = 0; word < length; word += 1) yield normalized.slice(starts[word], ends[word]);
}
