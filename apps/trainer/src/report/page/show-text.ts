import { html } from "hono/html";

import type { Html } from "./say.ts";

/** A text of the data, held apart from the direction of what surrounds it. */
export function showText(text: string): Html {
  return html`<bdi lang="ja">${text}</bdi>`;
}

const EXCERPT_CHARACTERS = 120;

/** The beginning of a text that is long; `report.json` has all of it. */
export function showExcerpt(text: string): Html {
  const characters = Array.from(text);
  if (characters.length <= EXCERPT_CHARACTERS) return showText(text);
  return showText(`${characters.slice(0, EXCERPT_CHARACTERS).join("")}…`);
}
