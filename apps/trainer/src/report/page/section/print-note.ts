import { html } from "hono/html";

import { count } from "../format.ts";
import type { Html } from "../say.ts";
import { renderNote } from "../section.ts";

/** As many examples of a list as the style sheet leaves in print. */
const PRINTED = 25;

/** Says on paper that there are more; null where there are not. */
export function renderPrintNote(shown: number): Html | null {
  if (shown <= PRINTED) return null;
  return html`<div class="in-print">
    ${renderNote([
      `The first ${PRINTED} are printed; the page on a screen has all ${count(shown)}.`,
      `印刷は最初の${PRINTED}件のみです。画面には全${count(shown)}件があります。`,
    ])}
  </div>`;
}
