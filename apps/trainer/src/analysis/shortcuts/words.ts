/** UTF-16 offsets of a word in its text. */
interface Word {
  readonly start: number;
  readonly end: number;
}

/** A text and where its words are, in order; signs are words, too, and white space is none. */
export interface WordedText {
  readonly text: string;
  readonly words: readonly Word[];
}

const segmenter = new Intl.Segmenter("ja", { granularity: "word" });

/** The words are ICU's, whatever the model's tokens are: they only have to be fit to be read and taken out. */
export function cutIntoWords(text: string): WordedText {
  const words = Array.from(segmenter.segment(text))
    .filter(({ segment }) => segment.trim() !== "")
    .map(({ segment, index }) => ({ start: index, end: index + segment.length }));
  return { text, words };
}
