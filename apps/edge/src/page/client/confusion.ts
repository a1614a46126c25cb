/** Gold labels down, predicted ones across; shaded by the share of the gold label's texts. */
import { make } from "./dom.ts";
import { lookUp } from "./labels.ts";
import { writeCount, writePercent } from "./numbers.ts";

export function renderConfusion(
  labels: readonly string[],
  matrix: readonly (readonly number[])[],
): HTMLElement {
  const names = labels.map((label) => lookUp(label, labels).name);
  const corner = make("th", { scope: "col" }, ["True ↓ · answered →", "正解 ↓ · 判定 →"]);
  const heads = names.map((name) => make("th", { scope: "col" }, name));
  const rows = matrix.map((cells, gold) =>
    make("tr", {}, make("th", { scope: "row" }, names[gold] ?? ""), ...renderCells(cells, gold)),
  );
  const caption = make("caption", { id: "confusion-title" }, [
    "Confusion matrix: what texts of each label were taken for",
    "混同行列：各ラベルの文章が何と判定されたか",
  ]);
  const head = make("thead", {}, make("tr", {}, corner, ...heads));
  return make("table", {}, caption, head, make("tbody", {}, ...rows));
}

function renderCells(cells: readonly number[], gold: number): HTMLElement[] {
  const total = cells.reduce((sum, cell) => sum + cell, 0);
  return cells.map((cell, predicted) => {
    const share = total === 0 ? 0 : cell / total;
    const kind = predicted === gold ? "right" : "wrong";
    const count = make("b", {}, writeCount(cell));
    const shown = make("td", { class: kind }, count, make("small", {}, writePercent(share)));
    shown.style.setProperty("--heat", `${Math.round(share * 40)}%`);
    return shown;
  });
}
