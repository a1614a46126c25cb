import { html } from "hono/html";

import { formatBytes } from "../../../terminal/reporter.ts";
import type { ComparedModel, CompareReport } from "../../compare-report.ts";
import type { Performance } from "../../report.ts";
import { fraction, milliseconds, percent, percentRange, points, signed } from "../format.ts";
import { type Html, say, type Words } from "../say.ts";
import { renderTable, type Row } from "../table.ts";

/** Every figure of both versions on the same texts, and how far they lie apart. */
export function renderBothVersions({ a, b }: CompareReport): Html {
  return renderTable({
    id: "both-figures",
    caption: ["Both versions on the same texts", "同じデータでの両バージョン"],
    columns: [
      { name: ["Figure", "指標"] },
      { name: nameVersion(a), kind: "number" },
      { name: nameVersion(b), kind: "number" },
      { name: ["Change", "差"], kind: "number" },
    ],
    rows: [
      compare(
        ["Accuracy", "正解率"],
        a.split.metrics.accuracy,
        b.split.metrics.accuracy,
        percent,
        points,
      ),
      {
        head: say(["95 % interval", "95 %信頼区間"]),
        cells: [percentRange(a.split.accuracyInterval), percentRange(b.split.accuracyInterval), ""],
      },
      ...FRACTIONS.map(([name, read]) =>
        compare(name, read(a), read(b), fraction, (change) => signed(change, 3)),
      ),
      ...compareClasses(a, b),
      ...comparePerformance(a.performance, b.performance),
    ],
  });
}

const FRACTIONS: readonly (readonly [Words, (model: ComparedModel) => number])[] = [
  [["Macro-F1", "マクロF1"], ({ split }) => split.metrics.macroF1],
  [["Matthews correlation", "マシューズ相関係数"], ({ split }) => split.metrics.matthews],
  [
    ["Calibration error (ECE)", "較正誤差（ECE）"],
    ({ split }) => split.metrics.expectedCalibrationError,
  ],
  [["Brier score", "ブライアスコア"], ({ split }) => split.metrics.brier],
  [["Negative log-likelihood", "負の対数尤度（NLL）"], ({ split }) => split.metrics.loss],
];

function nameVersion({ model }: ComparedModel): Html {
  return html`<bdi>${model.version}</bdi>`;
}

function compareClasses(a: ComparedModel, b: ComparedModel): Row[] {
  return a.split.classes.flatMap((before) => {
    const after = b.split.classes.find(({ label }) => label === before.label);
    const name = html`F1: <bdi>${before.label}</bdi>`;
    return after === undefined
      ? []
      : [compare(name, before.f1, after.f1, fraction, (change) => signed(change, 3))];
  });
}

function comparePerformance(a: Performance | null, b: Performance | null): Row[] {
  if (a === null || b === null) return [];
  return [
    compare(["Model file", "モデルファイル"], a.modelBytes, b.modelBytes, formatBytes, tellBytes),
    compare(
      ["Memory after the longest input", "最長入力後のメモリ"],
      a.heapAfterLongest,
      b.heapAfterLongest,
      formatBytes,
      tellBytes,
    ),
    ...a.latency.flatMap(({ tokens, medianMs }) => {
      const other = b.latency.find((one) => one.tokens === tokens);
      const name: Words = [`Median time, ${tokens} tokens`, `時間の中央値（${tokens}トークン）`];
      return other === undefined
        ? []
        : [compare(name, medianMs, other.medianMs, milliseconds, (change) => signed(change, 2))];
    }),
  ];
}

function tellBytes(change: number): string {
  const size = formatBytes(Math.abs(change));
  if (Number.parseFloat(size) === 0) return `±${size}`;
  return `${change < 0 ? "−" : "+"}${size}`;
}

function compare(
  name: Words,
  before: number,
  after: number,
  format: (value: number) => string,
  tellChange: (change: number) => string,
): Row {
  return { head: say(name), cells: [format(before), format(after), tellChange(after - before)] };
}
