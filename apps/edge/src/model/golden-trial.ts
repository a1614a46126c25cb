/**
 * A release on trial: its golden texts, asked again before it serves.
 *
 * The manifest says what the published bytes answered before they were published.
 * Another answer here means that something between the text and the scores is not
 * what was evaluated: the tokenizer, the kernels, the heap.
 *
 * A release that replaces another one answers all of them first; nobody waits for
 * it. Where nothing can answer meanwhile, as in an isolate that has just started,
 * every one costs the first request an inference, so the shortest one goes first
 * (half of it is what onnxruntime does once anyway, at its first run) and the others
 * follow while the release serves. One that fails then ends its service.
 */
import { KanjoError } from "@kanjo/shared/error";
import type { GoldenText } from "@kanjo/shared/manifest/golden-text";

import type { Model } from "./model.ts";

/** Between a score and the manifest's: far above what rounding does, far below what another token does. */
const SCORE_TOLERANCE = 1e-3;

export class GoldenTrial {
  readonly #model: Model;
  /** Indexes of those that are still to be asked, the shortest text first. */
  #left: readonly number[];

  constructor(model: Model) {
    const { goldenTexts } = model.manifest;
    this.#model = model;
    this.#left = [...goldenTexts.keys()].toSorted(
      (a, b) => (goldenTexts[a]?.tokens ?? 0) - (goldenTexts[b]?.tokens ?? 0),
    );
  }

  get isPassed(): boolean {
    return this.#left.length === 0;
  }

  /** Asks the shortest one. @throws KanjoError `golden-texts-off`, and those of `Model.classify` */
  async begin(): Promise<void> {
    const [shortest] = this.#left;
    if (shortest !== undefined) await this.#ask(shortest);
  }

  /** Asks what is left, and lets others have their turn before each. @throws KanjoError as `begin` */
  async finish(yieldTurn: () => Promise<void>): Promise<void> {
    for (const index of this.#left) {
      await yieldTurn();
      await this.#ask(index);
    }
  }

  async #ask(index: number): Promise<void> {
    const golden = this.#model.manifest.goldenTexts[index];
    if (golden !== undefined) await requireAnswer(this.#model, golden, index);
    this.#left = this.#left.filter((left) => left !== index);
  }
}

/** Names the text by its place: what it says is nobody's business. */
async function requireAnswer(model: Model, golden: GoldenText, index: number): Promise<void> {
  const { tokens, scores } = await model.classify(golden.text);
  const finding =
    tokens === golden.tokens
      ? findOtherScore(scores, golden.scores)
      : `${tokens} tokens, expected ${golden.tokens}`;
  if (finding === null) return;
  const { name, version } = model;
  throw new KanjoError(
    "golden-texts-off",
    `goldenTexts[${index}] of ${name}/${version} has ${finding}`,
    { hint: "Roll back, then find out what differs from where the release was evaluated." },
  );
}

type Scores = Readonly<Record<string, number>>;

function findOtherScore(found: Scores, expected: Scores): string | null {
  for (const label of new Set([...Object.keys(found), ...Object.keys(expected)])) {
    const [score, golden] = [found[label], expected[label]];
    const isSame =
      score !== undefined && golden !== undefined && Math.abs(score - golden) <= SCORE_TOLERANCE;
    if (!isSame) return `the score ${score} of ${JSON.stringify(label)}, expected ${golden}`;
  }
  return null;
}
