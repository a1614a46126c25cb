import type { ClassifiedText } from "@kanjo/shared/classifier";

import type { ClassifierPool } from "../../inference/classifier-pool.ts";

/** What the model has said, asked about no text twice. */
export class AskedTexts {
  readonly #pool: Pick<ClassifierPool, "classifyAll">;
  readonly #answers = new Map<string, ClassifiedText>();

  constructor(pool: Pick<ClassifierPool, "classifyAll">) {
    this.#pool = pool;
  }

  get count(): number {
    return this.#answers.size;
  }

  /** How many of the texts the model has yet to be asked about. */
  countNew(texts: readonly string[]): number {
    return this.#findNew(texts).length;
  }

  /** @throws KanjoError what the pool throws */
  async ask(texts: readonly string[]): Promise<void> {
    const asked = this.#findNew(texts);
    const answers = await this.#pool.classifyAll(asked);
    answers.forEach((answer, index) => this.#answers.set(asked[index] ?? "", answer));
  }

  /** The answer to a text that has been asked about. */
  read(text: string): ClassifiedText {
    const answer = this.#answers.get(text);
    if (answer === undefined) throw new Error("the model was not asked about this text");
    return answer;
  }

  #findNew(texts: readonly string[]): string[] {
    return Array.from(new Set(texts)).filter((text) => !this.#answers.has(text));
  }
}
