/** The text as the model took it: each sentence with its own verdict, each word with its influence. */
import type { Influence, SentenceAnswer, SentimentAnswer } from "../../sentiment/schemas.ts";
import { fill, find, make } from "./dom.ts";
import { findStrongest, listStrongest, renderWords } from "./influences.ts";
import { type LabelLook, lookUp, renderLabel } from "./labels.ts";
import { writePercent, writePoints } from "./numbers.ts";
import { inBoth, type Phrase } from "./say.ts";

const TOO_LONG: Phrase = [
  "The text is too long to weigh every word of it.",
  "長い文章のため、語ごとの影響は調べられません。",
];
const NO_WORD: Phrase = [
  "Taking out any single word hardly changes the answer.",
  "どの語を一つ除いても、判定はほとんど変わりません。",
];

export class ReadingPanel {
  readonly #panel = find("reading", HTMLElement);
  readonly #sentences = find("sentences", HTMLElement);
  readonly #legend = find("legend", HTMLElement);
  readonly #strongest = find("strongest", HTMLElement);
  readonly #note = find("reading-note", HTMLElement);

  hide(): void {
    this.#panel.hidden = true;
  }

  show(text: string, answer: SentimentAnswer): void {
    const { sentences = [], explain, scores, label } = answer;
    const labels = Object.keys(scores);
    const strongest = findStrongest(explain ?? []);
    const whole = { start: 0, end: text.length };
    const rows =
      sentences.length > 1
        ? sentences.map((one) => renderSentence(text, one, explain ?? [], strongest))
        : [make("li", {}, renderWords(text, whole, explain ?? [], strongest))];
    fill(this.#sentences, ...rows);
    this.#tint(label, labels);
    this.#showStrongest(explain ?? null, lookUp(label, labels));
    this.#note.hidden = true;
    this.#panel.hidden = sentences.length < 2 && explain === undefined;
  }

  /** The words could not be weighed; the sentences stay. */
  showTooLong(): void {
    fill(this.#note, TOO_LONG);
    this.#note.hidden = false;
    this.#panel.hidden = false;
  }

  /** Words for the label have its colour; those against it have the other's where there are two. */
  #tint(label: string, labels: readonly string[]): void {
    const others = labels.filter((other) => other !== label);
    const [other] = others.length === 1 ? others : [];
    this.#panel.dataset["for"] = lookUp(label, labels).tone;
    this.#panel.dataset["against"] = other === undefined ? "any" : lookUp(other, labels).tone;
  }

  #showStrongest(influences: readonly Influence[] | null, look: LabelLook): void {
    const strong = listStrongest(influences ?? []);
    this.#legend.hidden = strong.length === 0;
    this.#strongest.hidden = influences === null;
    if (influences === null) return;
    const [en, ja] = inBoth(look.name);
    const caption = make("p", { class: "about" }, [
      `What a word adds to “${en}” or takes from it, in points:`,
      `「${ja}」のスコアに対する語の影響（ポイント）：`,
    ]);
    const list = make("ul", {}, ...strong.map(renderInfluence));
    fill(this.#strongest, ...(strong.length === 0 ? [make("p", {}, NO_WORD)] : [caption, list]));
  }
}

function renderSentence(
  text: string,
  sentence: SentenceAnswer,
  influences: readonly Influence[],
  strongest: number,
): HTMLElement {
  const { label, score, scores, abstained } = sentence;
  const look = lookUp(label, Object.keys(scores));
  const value = make("span", { class: "value" }, writePercent(score));
  const doubt = make("span", { class: "doubt" }, ["unsure", "不確か"]);
  const verdict = make("span", { class: "verdict" }, renderLabel(look), value);
  if (abstained) verdict.append(doubt);
  return make("li", {}, verdict, renderWords(text, sentence, influences, strongest));
}

function renderInfluence({ text, weight }: Influence): HTMLElement {
  const word = make("bdi", { lang: "ja" });
  word.textContent = text;
  const kind = weight < 0 ? "against-3" : "for-3";
  const points = make("span", { class: "value" }, writePoints(weight));
  return make("li", {}, make("mark", { class: kind }, word), points);
}
