/** Problems in the reader's words. What has none keeps the title that the service gives it. */
import type { Problem, ProblemName } from "../../http/problem.ts";
import { make } from "./dom.ts";
import { writeCount } from "./numbers.ts";
import type { Phrase } from "./say.ts";
import type { Delay } from "./service.ts";

const WORDS: Readonly<Partial<Record<ProblemName, Phrase>>> = {
  "text-too-long": ["The text is too long.", "文章が長すぎます。"],
  "work-too-large": [
    "The text is too long for this model. Try a part of it.",
    "このモデルには長すぎます。一部だけで試してください。",
  ],
  "body-too-large": ["The text is too long.", "文章が長すぎます。"],
  "text-has-nul": [
    "The text has a NUL character, after which the model would see nothing.",
    "文章にNUL文字があり、その先をモデルが読めません。",
  ],
  "text-malformed": [
    "The text has half of a character in it, as if it was cut in the middle of one.",
    "文字の途中で切れた文章のようです。",
  ],
  "model-unavailable": ["There is no model to answer now.", "現在、応答できるモデルがありません。"],
  internal: ["Something went wrong on the service's side.", "サービス側で問題が起きました。"],
};

const TOO_OFTEN: Phrase = ["Asked too often for now.", "問い合わせが多すぎます。"];
const BUSY: Phrase = ["The service is busy.", "サービスが混み合っています。"];
const REFUSED: Phrase = [
  "The service did not take the text.",
  "サービスが文章を受け付けませんでした。",
];
const UNREACHABLE: Phrase = ["The service cannot be reached.", "サービスに接続できません。"];

export function describeProblem({ type, status }: Problem): Phrase {
  const name = type.replace(/^.*\/problems\//, "");
  const words = Object.entries(WORDS).find(([known]) => known === name);
  if (words !== undefined) return words[1];
  if (status === 429) return TOO_OFTEN;
  return status > 500 ? BUSY : REFUSED;
}

/** @param limit in UTF-16 units, which are characters to whoever counts no emoji */
export function describeTooLong(limit: number): Phrase {
  const most = writeCount(limit);
  return [
    `The text is too long: at most ${most} characters can be read.`,
    `文章が長すぎます。読めるのは${most}文字までです。`,
  ];
}

export function describeDelay(delay: Delay): Phrase {
  return delay.kind === "unreachable" ? UNREACHABLE : describeProblem(delay.problem);
}

/** The service's own title, for whoever looks it up or reports it. */
export function renderTitle({ title, status }: Problem): HTMLElement {
  return make("small", { class: "title", lang: "en" }, `${title} (${status})`);
}
