/** What the manifest says of the model that answers. */
import type { ModelFacts } from "../../model-info/schemas.ts";
import { renderConfusion } from "./confusion.ts";
import { fill, find, make } from "./dom.ts";
import { writeCount, writeMegabytes, writePercent } from "./numbers.ts";
import type { Words } from "./say.ts";

type Metrics = ModelFacts["metrics"][string];

const NOT_EVALUATED: Words = [
  "Its manifest has no evaluation.",
  "マニフェストに評価結果がありません。",
];

export class ModelCard {
  readonly #name = find("model-name", HTMLElement);
  readonly #figures = find("figures", HTMLElement);
  readonly #facts = find("facts", HTMLElement);
  readonly #confusion = find("confusion", HTMLElement);

  show(facts: ModelFacts): void {
    const version = make("bdi", { class: "version" }, facts.version);
    fill(this.#name, make("bdi", {}, facts.name), " ", version);
    const metrics = facts.metrics["test"] ?? Object.values(facts.metrics)[0];
    if (metrics === undefined) {
      fill(this.#figures, make("p", {}, NOT_EVALUATED));
      fill(this.#confusion);
    } else {
      fill(this.#figures, ...listFigures(metrics, facts));
      fill(this.#confusion, renderConfusion(facts.labels, metrics.confusionMatrix));
    }
    fill(this.#facts, ...listFacts(facts));
  }
}

function listFigures(metrics: Metrics, { calibration }: ModelFacts): HTMLElement[] {
  const count = writeCount(metrics.count);
  const band = calibration.abstain;
  return [
    renderFigure(["Accuracy", "正解率"], writePercent(metrics.accuracy), [
      `of ${count} texts that it was not trained on`,
      `学習に使っていない${count}件`,
    ]),
    renderFigure(["Macro-F1", "マクロF1"], writePercent(metrics.macroF1), [
      "every label counts the same",
      "各ラベルを同じ重みで平均",
    ]),
    renderFigure(
      ["Calibration error", "較正誤差"],
      writePercent(metrics.expectedCalibrationError),
      [
        "mean gap between a score and how often it is right",
        "スコアと実際の正解率との平均的なずれ",
      ],
    ),
    ...(band === null
      ? []
      : [
          renderFigure(["Right when sure", "確信時の正解率"], writePercent(band.accuracy), [
            `of the ${writePercent(band.coverage)} with a score of ${writePercent(band.below)} or more`,
            `スコア${writePercent(band.below)}以上の文章（全体の${writePercent(band.coverage)}）`,
          ]),
        ]),
  ];
}

function renderFigure(name: Words, value: string, about: Words): HTMLElement {
  return make(
    "div",
    {},
    make("dt", {}, name),
    make("dd", { class: "value" }, value),
    make("dd", { class: "about" }, about),
  );
}

function listFacts(facts: ModelFacts): HTMLElement[] {
  const { baseModel, compression, createdAt, files, manifestSha256, maxTokens } = facts;
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  return [
    renderFact(["Made", "作成"], createdAt.slice(0, 10)),
    renderFact(["Base model", "事前学習モデル"], baseModel ?? ["none", "なし"]),
    renderFact(
      ["Longest input", "最大入力長"],
      [`${writeCount(maxTokens)} tokens`, `${writeCount(maxTokens)}トークン`],
    ),
    renderFact(["Weights", "重み"], compression.weights),
    renderFact(["Size of all files", "全ファイルの容量"], writeMegabytes(bytes)),
    renderFact(["Digest", "ダイジェスト"], `${manifestSha256.slice(0, 12)}…`),
  ];
}

function renderFact(name: Words, value: Words): HTMLElement {
  return make("div", {}, make("dt", {}, name), make("dd", {}, value));
}
