import { html } from "hono/html";

import { formatBytes } from "../../../terminal/reporter.ts";
import type { ReportedModel } from "../../report.ts";
import { moment } from "../format.ts";
import { type Html, say, type Words } from "../say.ts";

/** The model's name and what kind of thing it is. */
export function renderMasthead(model: ReportedModel): Html {
  const base: Words = model.baseModel ?? ["none, trained from scratch", "なし（一から学習）"];
  return html`<p class="eyebrow">${say(["Evaluation report", "評価レポート"])}</p>
    <h1>
      <bdi>${model.name}</bdi> <span class="version"><bdi>${model.version}</bdi></span>
    </h1>
    <dl class="facts">
      ${renderFact(["Made", "作成"], moment(model.createdAt))}
      ${renderFact(["Base model", "事前学習モデル"], base)}
      ${renderFact(["Labels", "ラベル"], html`<bdi>${model.labels.join(" · ")}</bdi>`)}
      ${renderFact(["Longest input", "最大入力長"], [`${model.maxTokens} tokens`, `${model.maxTokens}トークン`])}
      ${renderFact(["Size of all files", "全ファイルの容量"], formatBytes(sumBytes(model)))}
    </dl>`;
}

export function renderFact(name: Words, value: Words): Html {
  return html`<div>
    <dt>${say(name)}</dt>
    <dd>${say(value)}</dd>
  </div>`;
}

function sumBytes({ files }: ReportedModel): number {
  return files.reduce((sum, file) => sum + file.bytes, 0);
}
