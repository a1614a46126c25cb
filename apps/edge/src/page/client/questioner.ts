/**
 * When to ask. Never two questions are under way: a newer text aborts the one
 * before and is asked about when that has ended. A text that is being typed is
 * asked about when the typing pauses, and its words' influences, which cost a run
 * of the model each, when it rests. What is turned away for the moment is asked
 * again after the pause that the service names, or after one that doubles, with
 * a random part so that many pages do not come back together.
 */
import type { SentimentAnswer } from "../../sentiment/schemas.ts";
import type { Problem } from "../../http/problem.ts";
import type { Delay, Question, Reply } from "./service.ts";

/** What happened, for whoever shows it. */
export type Event =
  | { readonly kind: "idle" }
  | { readonly kind: "asking"; readonly question: Question }
  /** `isFinal`: nothing more will be asked about this text. */
  | {
      readonly kind: "answered";
      readonly question: Question;
      readonly answer: SentimentAnswer;
      readonly isFinal: boolean;
    }
  | { readonly kind: "waiting"; readonly delay: Delay; readonly untilMs: number }
  | { readonly kind: "refused"; readonly question: Question; readonly problem: Problem }
  | { readonly kind: "key-needed" };

interface Clock {
  /** Milliseconds since any fixed moment. */
  now(): number;
  /** @returns what stops it */
  after(ms: number, work: () => void): () => void;
}

export interface QuestionerOptions {
  readonly ask: (question: Question, signal: AbortSignal) => Promise<Reply<SentimentAnswer>>;
  readonly tell: (event: Event) => void;
  readonly clock: Clock;
  /** 0 to 1 without 1. */
  readonly random: () => number;
  /** Whether words' influences are wanted from the start. */
  readonly explains: boolean;
}

export const PAUSE_MS = 350;
export const REST_MS = 1_000;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;

interface Planned {
  readonly question: Question;
  readonly dueMs: number;
}

export class Questioner {
  readonly #options: QuestionerOptions;
  #explains: boolean;
  #planned: Planned | null = null;
  #flight: AbortController | null = null;
  #typedMs = 0;
  /** The last answer, while its text is the newest. */
  #answered: Question | null = null;
  #wait: { readonly delay: Delay; readonly untilMs: number } | null = null;
  #failures = 0;
  #lacksKey = false;
  #stopTimer = (): void => {};

  constructor(options: QuestionerOptions) {
    this.#options = options;
    this.#explains = options.explains;
  }

  /** Takes the newest text; `pause` waits for more of it to be typed. */
  take(text: string, { pause }: { readonly pause: boolean }): void {
    const nowMs = this.#options.clock.now();
    this.#typedMs = pause ? nowMs : nowMs - REST_MS;
    this.#drop();
    if (text.trim() === "") return this.#options.tell({ kind: "idle" });
    this.#plan({ text, explain: false }, nowMs + (pause ? PAUSE_MS : 0));
  }

  /** Forgets the newest text and asks nothing about it. */
  forget(): void {
    this.#drop();
  }

  setExplains(explains: boolean): void {
    this.#explains = explains;
    if (!explains && this.#planned?.question.explain === true) this.#dropPlan();
    const answered = this.#answered;
    if (explains && answered !== null && !answered.explain && this.#flight === null) {
      this.#plan({ ...answered, explain: true }, this.#options.clock.now());
    }
  }

  /** Waits no longer: someone asked for it, the network is back, or there is a key. */
  hurry(): void {
    this.#lacksKey = false;
    this.#wait = null;
    this.#schedule();
  }

  #drop(): void {
    this.#dropPlan();
    this.#answered = null;
    this.#flight?.abort();
  }

  #dropPlan(): void {
    this.#stopTimer();
    this.#planned = null;
  }

  #plan(question: Question, dueMs: number): void {
    this.#planned = { question, dueMs };
    this.#schedule();
  }

  #schedule(): void {
    this.#stopTimer();
    const { clock, tell } = this.#options;
    if (this.#planned === null || this.#flight !== null) return;
    if (this.#lacksKey) return tell({ kind: "key-needed" });
    const wait = this.#wait;
    const { dueMs } = this.#planned;
    if (wait !== null && wait.untilMs > dueMs) tell({ kind: "waiting", ...wait });
    const startMs = Math.max(dueMs, wait?.untilMs ?? 0);
    this.#stopTimer = clock.after(startMs - clock.now(), () => void this.#ask());
  }

  async #ask(): Promise<void> {
    if (this.#planned === null) return;
    const { question } = this.#planned;
    const flight = new AbortController();
    this.#planned = null;
    this.#wait = null;
    this.#flight = flight;
    this.#options.tell({ kind: "asking", question });
    const reply = await this.#options.ask(question, flight.signal);
    this.#flight = null;
    if (!flight.signal.aborted) return this.#settle(question, reply);
    if (reply.kind === "busy") this.#delay(reply);
    this.#schedule();
  }

  #settle(question: Question, reply: Reply<SentimentAnswer>): void {
    if (reply.kind === "busy" || reply.kind === "unreachable") {
      this.#delay(reply);
      return this.#plan(question, this.#options.clock.now());
    }
    this.#failures = 0;
    if (reply.kind === "answer") return this.#finish(question, reply.body);
    if (reply.kind === "refused") return this.#options.tell({ ...reply, question });
    this.#lacksKey = true;
    this.#plan(question, this.#options.clock.now());
  }

  #finish(question: Question, answer: SentimentAnswer): void {
    const isFinal = question.explain || !this.#explains;
    this.#answered = question;
    this.#options.tell({ kind: "answered", question, answer, isFinal });
    if (!isFinal) this.#plan({ ...question, explain: true }, this.#typedMs + REST_MS);
  }

  #delay(delay: Delay): void {
    const { clock, random } = this.#options;
    const doubled = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.#failures);
    const named = delay.kind === "busy" ? delay.retryAfterMs : null;
    const waitMs = (named ?? doubled) * (1 + random() / 4);
    this.#failures += 1;
    this.#wait = { delay, untilMs: clock.now() + waitMs };
  }
}
