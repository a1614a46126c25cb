/** The verdict and every label's score. */
import type { SentimentAnswer } from "../../sentiment/schemas.ts";
import type { ModelFacts } from "../../model-info/schemas.ts";
import { fill, find, make } from "./dom.ts";
import { type LabelLook, lookUp, renderLabel } from "./labels.ts";
import { writeCount, writePercent } from "./numbers.ts";
import { inBoth, type Phrase, type Words } from "./say.ts";

const UNSURE: Phrase = ["Not sure", "判断できません"];

export class AnswerPanel {
  readonly #panel = find("answer", HTMLElement);
  readonly #verdict = find("verdict", HTMLElement);
  readonly #scores = find("scores", HTMLElement);
  readonly #remarks = find("remarks", HTMLElement);

  /** Labels without scores, before anything is asked. */
  showLabels(labels: readonly string[]): void {
    this.#panel.dataset["kind"] = "empty";
    fill(this.#verdict, ["The answer comes here", "ここに判定が出ます"]);
    fill(this.#scores, ...labels.map((label) => renderScore(lookUp(label, labels), null)));
    fill(this.#remarks);
  }

  show(answer: SentimentAnswer, text: string, facts: ModelFacts | null): void {
    const { label, score, scores, abstained } = answer;
    const labels = Object.keys(scores);
    const look = lookUp(label, labels);
    this.#panel.dataset["kind"] = abstained ? "unsure" : "sure";
    const percent = make("span", { class: "score" }, writePercent(score));
    fill(this.#verdict, ...(abstained ? [UNSURE] : [renderLabel(look), percent]));
    const rows = Object.entries(scores);
    fill(this.#scores, ...rows.map(([name, share]) => renderScore(lookUp(name, labels), share)));
    const remarks = listRemarks(answer, look, text, facts);
    fill(this.#remarks, ...remarks.map((remark) => make("p", {}, remark)));
  }
}

function renderScore(look: LabelLook, score: number | null): HTMLElement {
  const bar = make("span", { class: `bar tone-${look.tone}`, "aria-hidden": "true" });
  bar.style.setProperty("--share", String(score ?? 0));
  const value = make("span", { class: "value" }, score === null ? "–" : writePercent(score));
  return make("li", {}, renderLabel(look), value, bar);
}

function listRemarks(
  { abstained, score, windows }: SentimentAnswer,
  { name }: LabelLook,
  text: string,
  facts: ModelFacts | null,
): Phrase[] {
  return [
    ...(abstained ? [describeDoubt(name, score, facts)] : []),
    ...(windows > 1 ? [describeWindows(windows, facts)] : []),
    ...(isJapanese(text) ? [] : [NOT_JAPANESE]),
  ];
}

const NOT_JAPANESE: Phrase = [
  "There is no Japanese in this text. The model knows only Japanese, so its answer means little.",
  "日本語が含まれていません。モデルは日本語だけを学習しているため、この判定はあまり当てになりません。",
];

function isJapanese(text: string): boolean {
  return /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text);
}

function describeDoubt(name: Words, score: number, facts: ModelFacts | null): Phrase {
  const [en, ja] = inBoth(name);
  const reached = writePercent(score);
  const below = facts?.calibration.abstain?.below;
  return below === undefined
    ? [
        `It leans to “${en}” with ${reached}, too little to rely on.`,
        `「${ja}」寄り（${reached}）ですが、信頼できる水準に届きません。`,
      ]
    : [
        `It leans to “${en}” with ${reached}; this model can be relied on from ${writePercent(below)}.`,
        `「${ja}」寄り（${reached}）ですが、信頼できる${writePercent(below)}に届きません。`,
      ];
}

function describeWindows(windows: number, facts: ModelFacts | null): Phrase {
  const [count, limit] = [writeCount(windows), writeCount(facts?.maxTokens ?? 0)];
  const [en, ja] = facts === null ? ["", ""] : [` (${limit} tokens)`, `（${limit}トークン）`];
  return [
    `Longer than what the model sees at once${en}: read in ${count} overlapping parts and combined. Nothing was left out.`,
    `モデルが一度に読める長さ${ja}を超えるため、重なり合う${count}個に分けて読み、まとめました。省いた部分はありません。`,
  ];
}
