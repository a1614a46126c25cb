import { KanjoError } from "@kanjo/shared/error";

import { problems } from "../http/problems.ts";
import { type Result, refuse } from "../http/result.ts";
import { Line, type LineOptions, type Place } from "./line.ts";
import { type Asker, SharedWork } from "./shared-work.ts";

/** What became of a question at the desk. */
export interface Served<T> {
  readonly result: Result<T>;
  /** Whether the answer was being made for another request already. */
  readonly isShared: boolean;
  /** Time that the question waited for its turns, in ms. */
  readonly queueMs: number;
}

/** What a question may do at the desk. */
export interface DeskPlace extends Pick<Place, "takeTurn" | "progress" | "waitedMs"> {
  /** Null, or why the model cannot be asked for as many tokens now. */
  reserve(tokens: number): Result<never> | null;
}

export type Work<T> = (place: DeskPlace) => Promise<Result<T>>;

/** Where questions meet the model: the same ones are answered once, the others in turn. */
export class ModelDesk<T> {
  readonly #line: Line;
  readonly #shared = new SharedWork<Omit<Served<T>, "isShared">>();

  constructor(options: LineOptions) {
    this.#line = new Line(options);
  }

  /**
   * @param key the same for questions that have the same answer
   * @throws KanjoError `question-abandoned`, and what the work throws
   */
  async serve(key: string, asker: Asker, work: Work<T>): Promise<Served<T>> {
    try {
      const { value, isShared } = await this.#shared.join(key, asker, async (audience) => {
        const place = this.#line.enter(asker.keepAlive);
        if (place === null) return { result: this.#refuse(), queueMs: 0 };
        audience.onGone(() => place.abandon());
        return this.#serveAt(place, work);
      });
      return { ...value, isShared };
    } catch (error) {
      if (!isOverload(error)) throw error;
      return { result: this.#refuse(), isShared: false, queueMs: 0 };
    }
  }

  async #serveAt(place: Place, work: Work<T>): Promise<Omit<Served<T>, "isShared">> {
    try {
      const result = await work({
        takeTurn: () => place.takeTurn(),
        progress: (tokens) => place.progress(tokens),
        get waitedMs() {
          return place.waitedMs;
        },
        reserve: (tokens) => (place.claim(tokens) ? null : this.#refuse()),
      });
      return { result, queueMs: place.waitedMs };
    } finally {
      place.leave();
    }
  }

  #refuse(): Result<never> {
    return refuse(problems.overloaded(this.#line.retryAfterSeconds));
  }
}

function isOverload(error: unknown): boolean {
  return error instanceof KanjoError && error.code === "overloaded";
}
