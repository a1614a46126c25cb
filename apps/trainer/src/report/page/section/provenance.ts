import { html } from "hono/html";
import { stringify } from "yaml";

import { formatBytes } from "../../../terminal/reporter.ts";
import type { ReportedModel, SplitReport } from "../../report.ts";
import { type Html, say } from "../say.ts";
import type { Section } from "../section.ts";
import { nameSplit } from "../split-name.ts";
import { renderTable, type Row } from "../table.ts";

/** What the model was made from, down to the bytes. */
export function describeProvenance(model: ReportedModel, splits: readonly SplitReport[]): Section {
  const body = html`${renderDigests(model, splits)} ${renderFiles(model)} ${renderLibraries(model)}
  ${renderRecipe(model)}`;
  return { id: "provenance", title: ["Provenance", "来歴"], body };
}

function renderDigests({ provenance }: ReportedModel, splits: readonly SplitReport[]): Html {
  const commit: Row[] =
    provenance.gitCommit === null
      ? []
      : [
          {
            head: say(["Trainer’s commit", "学習プログラムのコミット"]),
            cells: [renderCode(provenance.gitCommit)],
          },
        ];
  const rows: Row[] = [
    { head: say(["All texts and labels", "全データ"]), cells: [renderCode(provenance.dataSha256)] },
    ...splits.map(({ split, metrics }) => ({
      head: say(nameSplit(split)),
      cells: [renderCode(metrics.dataSha256)],
    })),
    ...commit,
  ];
  return renderTable({
    id: "digests",
    caption: ["Data and code", "データとコード"],
    columns: [{ name: ["What", "対象"] }, { name: "SHA-256" }],
    rows,
  });
}

function renderFiles({ files }: ReportedModel): Html {
  return renderTable({
    id: "files",
    caption: ["Files of the release", "リリースのファイル"],
    columns: [
      { name: ["File", "ファイル"] },
      { name: ["Size", "容量"], kind: "number" },
      { name: "SHA-256" },
    ],
    rows: files.map(({ path, bytes, sha256 }) => ({
      head: renderCode(path),
      cells: [formatBytes(bytes), renderCode(sha256)],
    })),
  });
}

function renderLibraries({ provenance }: ReportedModel): Html {
  return renderTable({
    id: "libraries",
    caption: ["Libraries", "ライブラリ"],
    columns: [{ name: ["Name", "名前"] }, { name: ["Version", "バージョン"] }],
    rows: Object.entries(provenance.libraries).map(([name, version]) => ({
      head: name,
      cells: [version],
    })),
  });
}

function renderRecipe({ provenance }: ReportedModel): Html {
  return html`<details>
    <summary>${say(["The recipe, as it was resolved", "レシピ（確定後の全設定）"])}</summary>
    <pre
      tabindex="0"
      role="group"
      aria-label="YAML"
    ><code>${stringify(provenance.recipe)}</code></pre>
  </details>`;
}

function renderCode(text: string): Html {
  return html`<code>${text}</code>`;
}
