/** Parts of what could be compared. */

const CHARACTERS_A_TEXT = 100;

/** At most `count` of the texts, spread over all of them. */
export function takeEvenly(texts: readonly string[], count: number): string[] {
  if (texts.length <= count) return [...texts];
  return Array.from({ length: count }, (_, index) => {
    return texts[Math.floor((index * texts.length) / count)] ?? "";
  });
}

/** Each character after an `a`, so that a mark composes where it can. */
export function joinBetweenLetters(characters: readonly string[]): string[] {
  const count = Math.ceil(characters.length / CHARACTERS_A_TEXT);
  return Array.from({ length: count }, (_, index) =>
    characters
      .slice(index * CHARACTERS_A_TEXT, (index + 1) * CHARACTERS_A_TEXT)
      .map((character) => `a${character}`)
      .join(""),
  );
}
