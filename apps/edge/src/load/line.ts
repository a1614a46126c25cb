/**
 * Who has the model, and who waits for it.
 *
 * onnxruntime runs one inference at a time and nothing else of the isolate runs
 * meanwhile, not even the arrival of a request. So a question gets the model for a
 * turn of a few runs, goes to the end of the line if it wants more, and between two
 * turns the event loop delivers what has come: a question of 64 texts lets a question
 * of one text in after some 50 ms, and what finds the line full is told so at once.
 *
 * Delivery takes a timer: promises are settled before I/O is looked at. workerd's
 * timers last 1 ms or more, so a turn's timer starts with the turn and is due by its
 * end; where nobody waits, nobody waits for it either.
 *
 * What waits is never put into one tensor: dynamic quantization takes its scale from
 * the whole tensor, so a text would get other scores in other company, and padding
 * changes them as well. Batches are questions that run one after another.
 *
 * workerd binds timers to the request that started them and forgets both when it is
 * cancelled. So every turn is ended by the question that has it, in `keepAlive`; who
 * waits has a timer of its own; and what was forgotten all the same loses its place
 * when the next question enters.
 */
import { KanjoError } from "@kanjo/shared/error";

import { waitAtMost } from "../model-holder/wait-at-most.ts";

export interface LineOptions {
  /** Most questions that have a place. */
  readonly maxQuestions: number;
  /** Most tokens that the model is still to see for them. */
  readonly maxTokens: number;
  /** Milliseconds since any fixed moment, for durations. */
  readonly clock: () => number;
  /** Lets pass what has come meanwhile. */
  readonly rest?: () => Promise<void>;
}

/** A question's place in the line. */
export interface Place {
  /** False where the line has no room for as many tokens more. Once, before the first turn. */
  claim(tokens: number): boolean;
  /**
   * Ends the turn that the question has and resolves at its next one.
   * @throws KanjoError `overloaded` after too long a wait, `question-abandoned`
   */
  takeTurn(): Promise<void>;
  /** The model has seen so many tokens of the claim. */
  progress(tokens: number): void;
  /** Nobody waits for the answer: no more turns. */
  abandon(): void;
  /** When the question is answered or given up. */
  leave(): void;
  /** Time between its turns, in ms. */
  readonly waitedMs: number;
}

export type KeepAlive = (promise: Promise<unknown>) => void;

/** Whoever waits longer for a turn, in ms, is told that there is too much to do. */
const WAIT_LIMIT_MS = 20_000;

/** A turn takes 0.1 s; one that is as old, in ms, was forgotten. */
const TURN_LIMIT_MS = 5_000;

/** A place that was not heard of for so long, in ms, was forgotten. */
const PLACE_LIMIT_MS = WAIT_LIMIT_MS + TURN_LIMIT_MS;

/** Of a 6x384 int8 model, for a guess at when there is room. */
const TOKENS_PER_SECOND = 2_000;

interface Member {
  readonly keepAlive: KeepAlive;
  /** That the model is still to see. */
  tokens: number;
  heardOfAtMs: number;
  isAbandoned: boolean;
  waitedMs: number;
  /** Lets it go on; null while it does not wait. */
  wake: (() => void) | null;
}

interface Turn {
  readonly member: Member;
  readonly sinceMs: number;
  rest: Promise<void>;
}

export class Line {
  readonly #options: LineOptions;
  readonly #rest: () => Promise<void>;
  readonly #members = new Set<Member>();
  #waiting: Member[] = [];
  #turn: Turn | null = null;

  constructor(options: LineOptions) {
    this.#options = options;
    this.#rest = options.rest ?? startTimer;
  }

  /** Questions that have a place. */
  get questions(): number {
    return this.#members.size;
  }

  /** Tokens that the model is still to see. */
  get tokens(): number {
    return [...this.#members].reduce((sum, { tokens }) => sum + tokens, 0);
  }

  /** When there should be room again. */
  get retryAfterSeconds(): number {
    return Math.max(1, Math.ceil(this.tokens / TOKENS_PER_SECOND));
  }

  /** A place, or null where all are taken. */
  enter(keepAlive: KeepAlive): Place | null {
    this.#dropForgotten();
    if (this.#members.size >= this.#options.maxQuestions) return null;
    const heardOfAtMs = this.#options.clock();
    const state = { tokens: 0, heardOfAtMs, isAbandoned: false, waitedMs: 0, wake: null };
    const member: Member = { keepAlive, ...state };
    this.#members.add(member);
    return {
      claim: (tokens) => this.#claim(member, tokens),
      takeTurn: () => this.#takeTurn(member),
      progress: (tokens) => {
        member.tokens = Math.max(0, member.tokens - tokens);
      },
      abandon: () => this.#abandon(member),
      leave: () => this.#leave(member),
      get waitedMs() {
        return member.waitedMs;
      },
    };
  }

  #claim(member: Member, tokens: number): boolean {
    if (this.tokens + tokens > this.#options.maxTokens) return false;
    member.tokens = tokens;
    return true;
  }

  async #takeTurn(member: Member): Promise<void> {
    if (member.isAbandoned) throw createAbandoned();
    if (this.#turn === null && this.#waiting.length === 0) {
      this.#turn = { member, sinceMs: this.#hearOf(member), rest: this.#rest() };
      return;
    }
    const startedAtMs = this.#hearOf(member);
    const isLate = await this.#wait(member);
    member.waitedMs += this.#hearOf(member) - startedAtMs;
    if (member.isAbandoned) throw createAbandoned();
    if (this.#turn?.member === member) this.#turn.rest = this.#rest();
    else if (isLate) throw createOverloaded();
  }

  /** Whether it took too long. */
  async #wait(member: Member): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    member.wake = () => resolve(false);
    this.#waiting.push(member);
    this.#endTurn(member);
    const isLate = await waitAtMost(promise, WAIT_LIMIT_MS, () => true);
    member.wake = null;
    this.#removeWaiting(member);
    return isLate;
  }

  #endTurn(member: Member): void {
    const turn = this.#turn;
    if (turn?.member === member) member.keepAlive(turn.rest.then(() => this.#passOn(turn)));
  }

  #passOn(turn: Turn): void {
    if (this.#turn !== turn) return;
    const next = this.#waiting.shift();
    this.#turn =
      next === undefined
        ? null
        : { member: next, sinceMs: this.#hearOf(next), rest: Promise.resolve() };
    next?.wake?.();
  }

  #abandon(member: Member): void {
    member.isAbandoned = true;
    this.#removeWaiting(member);
    member.wake?.();
  }

  #leave(member: Member): void {
    this.#members.delete(member);
    this.#removeWaiting(member);
    this.#endTurn(member);
  }

  #removeWaiting(member: Member): void {
    this.#waiting = this.#waiting.filter((other) => other !== member);
  }

  #dropForgotten(): void {
    const nowMs = this.#options.clock();
    for (const member of this.#members) {
      if (nowMs - member.heardOfAtMs < PLACE_LIMIT_MS) continue;
      this.#members.delete(member);
      this.#removeWaiting(member);
    }
    const turn = this.#turn;
    if (turn !== null && nowMs - turn.sinceMs >= TURN_LIMIT_MS) this.#passOn(turn);
  }

  #hearOf(member: Member): number {
    member.heardOfAtMs = this.#options.clock();
    return member.heardOfAtMs;
  }
}

function startTimer(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
}

function createAbandoned(): KanjoError {
  return new KanjoError("question-abandoned", "nobody waits for the answer any more");
}

function createOverloaded(): KanjoError {
  return new KanjoError("overloaded", "the question waited too long for its turn", {
    hint: "Ask again in a moment.",
  });
}
