import { html } from "hono/html";

import type { ErrorExample, Neighbour } from "../../report.ts";
import { percent } from "../format.ts";
import { type Html, say } from "../say.ts";
import { showExcerpt } from "../show-text.ts";
import { renderInfluences } from "./influences.ts";

/** The nearest ones are enough to read; `report.json` has them all. */
const SHOWN_NEIGHBOURS = 3;

/** One wrong answer, with what may explain it. */
export function renderErrorExample(error: ErrorExample, labels: readonly string[]): Html {
  const { text, influences, neighbours } = error;
  return html`<li
    data-gold="${labels.indexOf(error.gold)}"
    data-predicted="${labels.indexOf(error.predicted)}"
    ${error.slices !== undefined && html` data-slice="${error.slices.join(" ")}"`}${error.isLikelyLabelNoise && html` data-noise="1"`}
  >
    <p class="verdict">${renderVerdict(error)}</p>
    <p class="text">${renderInfluences(text, influences)}</p>
    <p class="about">${renderPlace(error)}</p>
    ${neighbours.length > 0 && renderNeighbours(neighbours.slice(0, SHOWN_NEIGHBOURS))}
  </li> `;
}

function renderVerdict({
  gold,
  predicted,
  score,
  goldScore,
  isLikelyLabelNoise,
}: ErrorExample): Html {
  const noise = html`<strong class="noise"
    >${say(["label may be wrong", "ラベル誤りの疑い"])}</strong
  >`;
  return html`<span class="score">${percent(score)}</span> <bdi class="predicted">${predicted}</bdi>
    <span class="instead">${say(["instead of", "正解"])}</span> <bdi class="gold">${gold}</bdi>
    <span class="gold-score">${percent(goldScore)}</span>${isLikelyLabelNoise && html` ${noise}`}`;
}

function renderPlace({ row, source, tokens, truncated }: ErrorExample): Html {
  const cut = html` · ${say(["cut off", "途中で切れています"])}`;
  return html`${say([`row ${row}`, `${row}行目`])} · ${source} ·
  ${say([`${tokens} tokens`, `${tokens}トークン`])}${truncated && cut}`;
}

function renderNeighbours(neighbours: readonly Neighbour[]): Html {
  return html`<details>
    <summary>
      ${say([`${neighbours.length} near texts of the training data`, `訓練データの近いテキスト${neighbours.length}件`])}
    </summary>
    <ul>
      ${neighbours.map(
        ({ label, similarity, text, source }) =>
          html`<li>
            <span class="similarity">${similarity.toFixed(2)}</span>
            <bdi class="label">${label}</bdi> <span class="text">${showExcerpt(text)}</span>
            <span class="source">${source}</span>
          </li>`,
      )}
    </ul>
  </details>`;
}
