import { html } from "hono/html";

import { count, percent } from "../format.ts";
import { type Html, say } from "../say.ts";

/** Shades of the heat, which the style sheet knows. */
const SHADES = 8;

/** Gold labels down, predicted ones across; shaded by the share of the gold label's texts. */
export function renderConfusion(
  prefix: string,
  labels: readonly string[],
  matrix: readonly (readonly number[])[],
): Html {
  const id = `${prefix}-confusion`;
  return html`<div class="scroll" role="group" aria-labelledby="${id}" tabindex="0">
    <table class="confusion">
      <caption id="${id}">
        ${say(["Confusion matrix, with shares of the gold label", "混同行列（割合は正解ラベルごと）"])}
      </caption>
      <thead>
        <tr>
          <th scope="col">${say(["Gold ↓ · predicted →", "正解 ↓ · 予測 →"])}</th>
          ${labels.map((label) => html`<th scope="col"><bdi>${label}</bdi></th>`)}
        </tr>
      </thead>
      <tbody>
        ${matrix.map(
          (row, gold) =>
            html`<tr>
              <th scope="row"><bdi>${labels[gold] ?? ""}</bdi></th>
              ${renderCells(row, gold)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function renderCells(row: readonly number[], gold: number): Html[] {
  const total = row.reduce((sum, cell) => sum + cell, 0);
  return row.map((cell, predicted) => {
    const share = total === 0 ? 0 : cell / total;
    const kind = predicted === gold ? "right" : "wrong";
    const shade = Math.ceil(share * SHADES);
    return html`<td class="${kind} heat-${shade}">
      <b>${count(cell)}</b> <small>${percent(share)}</small>
    </td>`;
  });
}
