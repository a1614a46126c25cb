/** Both languages side by side; the style sheet shows the one that the page is in. */

/** What the page says, in English and Japanese. */
export type Phrase = readonly [en: string, ja: string];
/** A phrase, or what needs no translation: a number, a name. */
export type Words = Phrase | string;

export type Language = "en" | "ja";

export function say(words: Words): Node[] {
  if (typeof words === "string") return [document.createTextNode(words)];
  const [en, ja] = words;
  return [sayIn("en", en), sayIn("ja", ja)];
}

/** In the page's language alone, for what shows no markup: the live region. */
export function pick(words: Words): string {
  return inBoth(words)[readLanguage() === "ja" ? 1 : 0];
}

/** To put words into a phrase. */
export function inBoth(words: Words): Phrase {
  return typeof words === "string" ? [words, words] : words;
}

export function readLanguage(): Language {
  return document.documentElement.lang === "ja" ? "ja" : "en";
}

function sayIn(language: Language, text: string): HTMLElement {
  const span = document.createElement("span");
  span.lang = language;
  span.textContent = text;
  return span;
}
