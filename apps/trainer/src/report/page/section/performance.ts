import { html } from "hono/html";

import { formatBytes } from "../../../terminal/reporter.ts";
import type { Performance, ReportedModel } from "../../report.ts";
import { count, milliseconds, percent, points } from "../format.ts";
import type { Html, Phrase } from "../say.ts";
import { renderNote, renderPart, type Section } from "../section.ts";
import { renderTable } from "../table.ts";
import { type KeyFigure, renderKeyFigures } from "./headline.ts";

/** What serving it takes, and what making it small cost. */
export function describePerformance(
  model: ReportedModel,
  performance: Performance | null,
  accuracy: number | null,
): Section {
  const body = html`${performance !== null && renderMeasured(performance)}
  ${renderPart(["Compression", "圧縮"], renderCompression(model, accuracy))}`;
  return { id: "performance", title: ["Size and speed", "サイズと速度"], body };
}

function renderMeasured(performance: Performance): Html {
  const { modelBytes, heapAfterLoad, heapAfterLongest, processor } = performance;
  return html`${renderKeyFigures([
    { name: ["Model file", "モデルファイル"], value: formatBytes(modelBytes) },
    {
      name: ["Memory after loading", "読み込み後のメモリ"],
      value: formatBytes(heapAfterLoad),
      note: ["of onnxruntime", "onnxruntimeの使用量"],
    },
    {
      name: ["After the longest input", "最長入力後のメモリ"],
      value: formatBytes(heapAfterLongest),
      note: ["it does not shrink again", "以後は縮みません"],
    },
  ])}
  ${renderLatency(performance)}
  ${renderNote([`Measured in onnxruntime-web on one thread of ${processor}.`, `onnxruntime-web、1スレッドで計測（${processor}）。`])}`;
}

function renderLatency({ latency }: Performance): Html {
  return renderTable({
    id: "latency",
    caption: ["Time for one text", "1件あたりの時間"],
    columns: [
      { name: ["Tokens", "トークン数"] },
      { name: ["Median", "中央値"], kind: "number" },
      { name: ["95th percentile", "95パーセンタイル"], kind: "number" },
    ],
    rows: latency.map(({ tokens, medianMs, p95Ms }) => ({
      head: tokens,
      cells: [milliseconds(medianMs), milliseconds(p95Ms)],
    })),
  });
}

function renderCompression({ compression }: ReportedModel, accuracy: number | null): Html {
  const { weights, agreement, floatAccuracy, vocabulary } = compression;
  const figures: KeyFigure[] = [
    { name: ["Weights", "重み"], value: weights },
    { name: ["Same label as float32", "float32とのラベル一致率"], value: percent(agreement) },
    {
      name: ["Accuracy in float32", "float32での正解率"],
      value: percent(floatAccuracy),
      ...noteLoss(accuracy, floatAccuracy),
    },
  ];
  if (vocabulary !== null) {
    const note: Phrase = [`of ${count(vocabulary.of)} entries`, `${count(vocabulary.of)}語のうち`];
    figures.push({ name: ["Vocabulary kept", "残した語彙"], value: count(vocabulary.kept), note });
  }
  return renderKeyFigures(figures);
}

function noteLoss(accuracy: number | null, floatAccuracy: number): { note?: Phrase } {
  if (accuracy === null) return {};
  const difference = points(accuracy - floatAccuracy);
  return { note: [`compression: ${difference} points`, `圧縮による差：${difference}ポイント`] };
}
