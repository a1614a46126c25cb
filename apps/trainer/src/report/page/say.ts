import { html } from "hono/html";

/** A piece of markup; text that is put into `html` is escaped. */
export type Html = ReturnType<typeof html>;
export type Content = string | number | Html;

/** The same in both languages. */
export type Phrase = readonly [en: Content, ja: Content];
/** A phrase, or what needs no translation: a label, a number. */
export type Words = Phrase | Content;

/** Both languages side by side; the style sheet shows one of them. */
export function say(words: Words): Html {
  if (!isPhrase(words)) return html`${words}`;
  return html`<span lang="en">${words[0]}</span><span lang="ja">${words[1]}</span>`;
}

/** As `say`, for the text of a drawing. */
export function sayInDrawing(words: Words, attributes: Html): Html {
  if (!isPhrase(words)) return html`<text ${attributes}>${words}</text>`;
  const [en, ja] = words;
  return html`<text ${attributes} lang="en">${en}</text><text ${attributes} lang="ja">${ja}</text>`;
}

function isPhrase(words: Words): words is Phrase {
  return Array.isArray(words);
}
