/** The line under the text: what is going on, and what can be done about it. */
import type { Problem } from "../../http/problem.ts";
import type { SentimentAnswer } from "../../sentiment/schemas.ts";
import { fill, find, make } from "./dom.ts";
import { writeCount } from "./numbers.ts";
import { describeDelay, describeProblem, describeTooLong, renderTitle } from "./problem-words.ts";
import type { Phrase } from "./say.ts";
import type { Delay, Question } from "./service.ts";

const IDLE: Phrase = [
  "Write Japanese, or take an example.",
  "日本語の文章を書くか、例を選んでください。",
];
const READING: Phrase = ["Reading…", "読んでいます…"];
const WEIGHING: Phrase = ["Weighing every word…", "語の影響を調べています…"];
export const KEY_NEEDED: Phrase = ["A key is needed.", "キーが必要です。"];
const NOW: Phrase = ["Try now", "今すぐ試す"];

export class StatusLine {
  readonly #line = find("status", HTMLElement);
  readonly #hurry: () => void;
  #countdown = 0;

  /** @param hurry ends a wait */
  constructor(hurry: () => void) {
    this.#hurry = hurry;
  }

  showIdle(): void {
    this.#show("idle", make("span", {}, IDLE));
  }

  showAsking({ explain }: Question): void {
    this.#show("asking", make("span", {}, explain ? WEIGHING : READING));
  }

  /** @param tookMs from the question to the verdict, null for one from before */
  showAnswer({ tokens }: SentimentAnswer, tookMs: number | null): void {
    const count = writeCount(tokens);
    const took = tookMs === null ? "" : ` · ${writeCount(Math.max(1, Math.round(tookMs)))} ms`;
    this.#show("done", make("span", {}, [`${count} tokens${took}`, `${count}トークン${took}`]));
  }

  showKeyNeeded(): void {
    this.#show("failed", make("span", {}, KEY_NEEDED));
  }

  showProblem(problem: Problem): void {
    this.#show("failed", make("span", {}, describeProblem(problem)), renderTitle(problem));
  }

  showTooLong(limit: number): void {
    this.#show("failed", make("span", {}, describeTooLong(limit)));
  }

  showWait(delay: Delay, untilMs: number): void {
    const left = make("span", {});
    const button = make("button", { type: "button" }, NOW);
    button.addEventListener("click", this.#hurry);
    const title = delay.kind === "busy" ? [renderTitle(delay.problem)] : [];
    this.#show("failed", make("span", {}, describeDelay(delay)), left, button, ...title);
    const count = (): void => {
      const seconds = Math.max(0, Math.ceil((untilMs - Date.now()) / 1000));
      fill(left, [`Next try in ${seconds} s.`, `${seconds}秒後に再試行します。`]);
    };
    count();
    this.#countdown = setInterval(count, 1_000);
  }

  #show(kind: "idle" | "asking" | "done" | "failed", ...children: readonly Node[]): void {
    clearInterval(this.#countdown);
    this.#line.dataset["kind"] = kind;
    fill(this.#line, ...children);
  }
}
