import { describeMachine } from "../machine.ts";
import { EDGE_SHAPE } from "./edge-model.ts";
import type { ExportFigures } from "./measure-export.ts";

export interface ReleaseMeasurements {
  /** Evaluated and reported on. */
  readonly texts: number;
  readonly exports: readonly ExportFigures[];
  readonly evaluationSeconds: number;
  readonly reportSeconds: number;
  readonly reportBytes: number;
}

/** Markdown of all that was measured. */
export function describe(measured: ReleaseMeasurements): string {
  const { layers, hiddenSize, heads } = EDGE_SHAPE;
  const texts = measured.texts.toLocaleString("en");
  return `### Release: \`pnpm bench release\`

${describeMachine()}. A model of ${layers} layers, ${hiddenSize} wide, ${heads} heads, vocabulary 32,768, random weights. Heap and latency: onnxruntime-web in Node, one thread, tokenizer included, medians.

| weights | export, seconds | \`.onnx\`, MB | \`.ort\`, MB | heap after loading / 512 tokens, MiB | ms at 8 / 32 / 128 tokens |
| --- | --- | --- | --- | --- | --- |
${measured.exports.map(describeExport).join("\n")}

| on ${texts} reviews, all cores | measured | goal |
| --- | --- | --- |
| \`trainer evaluate\` | ${measured.evaluationSeconds.toFixed(0)} s | 120 s |
| \`trainer report\`, everything in it | ${measured.reportSeconds.toFixed(0)} s | |
| \`report.html\` | ${(measured.reportBytes / 1e6).toFixed(2)} MB | 3 MB |

The goal of the export is 30 s.`;
}

function describeExport({ weights, seconds, onnxBytes, performance }: ExportFigures): string {
  const { modelBytes, heapAfterLoad, heapAfterLongest, latency } = performance;
  const cells = [
    weights,
    seconds.toFixed(1),
    (onnxBytes / 1e6).toFixed(1),
    (modelBytes / 1e6).toFixed(1),
    [heapAfterLoad, heapAfterLongest].map((bytes) => (bytes / 2 ** 20).toFixed(0)).join(" / "),
    latency.map(({ medianMs }) => medianMs.toFixed(1)).join(" / "),
  ];
  return `| ${cells.join(" | ")} |`;
}
