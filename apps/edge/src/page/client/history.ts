/** What was asked since the page was opened. It is kept by the page alone and goes with it. */
import type { SentimentAnswer } from "../../sentiment/schemas.ts";
import { fill, find, make } from "./dom.ts";
import { lookUp, renderLabel } from "./labels.ts";
import { writePercent } from "./numbers.ts";

export interface Entry {
  readonly text: string;
  readonly answer: SentimentAnswer;
}

const MOST_ENTRIES = 50;

/** Puts the newest in front. A text that only goes on from the one before, or back, takes its place. */
export function addEntry(entries: readonly Entry[], entry: Entry): Entry[] {
  const [last] = entries;
  const goesOn = last !== undefined && isContinued(last.text, entry.text);
  const others = entries.slice(goesOn ? 1 : 0).filter(({ text }) => text !== entry.text);
  return [entry, ...others].slice(0, MOST_ENTRIES);
}

function isContinued(one: string, other: string): boolean {
  return one.startsWith(other) || other.startsWith(one);
}

export class History {
  readonly #section = find("history", HTMLElement);
  readonly #list = find("history-list", HTMLElement);
  readonly #clear = find("history-clear", HTMLButtonElement);
  readonly #open: (entry: Entry) => void;
  #entries: readonly Entry[] = [];

  /** @param open brings an entry back */
  constructor(open: (entry: Entry) => void) {
    this.#open = open;
    this.#clear.addEventListener("click", () => this.#show([]));
  }

  add(entry: Entry): void {
    this.#show(addEntry(this.#entries, entry));
  }

  #show(entries: readonly Entry[]): void {
    this.#entries = entries;
    this.#section.hidden = entries.length === 0;
    fill(this.#list, ...entries.map((entry) => make("li", {}, this.#renderEntry(entry))));
  }

  #renderEntry(entry: Entry): HTMLElement {
    const { label, score, scores, abstained } = entry.answer;
    const look = lookUp(label, Object.keys(scores));
    const value = make("span", { class: "value" }, writePercent(score));
    const doubt = abstained ? [make("span", { class: "doubt" }, ["unsure", "不確か"])] : [];
    const verdict = make("span", { class: "verdict" }, renderLabel(look), value, ...doubt);
    const text = make("bdi", { lang: "ja" });
    text.textContent = entry.text;
    const button = make("button", { type: "button" }, verdict, text);
    button.addEventListener("click", () => this.#open(entry));
    return button;
  }
}
