import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import type { SentimentAnswer } from "../../sentiment/schemas.ts";
import { type Event, PAUSE_MS, Questioner, REST_MS } from "./questioner.ts";
import type { Question, Reply } from "./service.ts";

const ANSWER: SentimentAnswer = {
  label: "good",
  score: 1,
  scores: { good: 1 },
  abstained: false,
  tokens: 3,
  truncated: false,
  windows: 1,
  model: { name: "m", version: "v", manifestSha256: "0".repeat(64) },
  timing: { tokenizerMs: 0, modelMs: 0 },
};

const answered: Reply<SentimentAnswer> = { kind: "answer", body: ANSWER };
const problem = { type: "about:blank", title: "no", status: 503, detail: "" };
const busy = (retryAfterMs: number | null): Reply<SentimentAnswer> => ({
  kind: "busy",
  problem,
  retryAfterMs,
});

interface Flight {
  readonly question: Question;
  readonly signal: AbortSignal;
  readonly atMs: number;
  readonly reply: (reply: Reply<SentimentAnswer>) => Promise<void>;
}

/** A questioner with a clock that goes on by hand and a service that answers by hand. */
class Bench {
  readonly events: Event[] = [];
  readonly flights: Flight[] = [];
  readonly questioner: Questioner;
  underWay = 0;
  most = 0;
  #nowMs = 0;
  #timers: { readonly atMs: number; readonly work: () => void }[] = [];

  constructor({ explains = false } = {}) {
    this.questioner = new Questioner({
      ask: (question, signal) => this.#ask(question, signal),
      tell: (event) => this.events.push(event),
      clock: { now: () => this.#nowMs, after: (ms, work) => this.#startTimer(ms, work) },
      random: () => 0,
      explains,
    });
  }

  get kinds(): string[] {
    return this.events.map(({ kind }) => kind);
  }

  get last(): Flight {
    const flight = this.flights.at(-1);
    if (flight === undefined) throw new Error("nothing was asked");
    return flight;
  }

  type(text: string): void {
    this.questioner.take(text, { pause: true });
  }

  async advance(ms: number): Promise<void> {
    const untilMs = this.#nowMs + ms;
    for (;;) {
      const next = this.#timers.toSorted((a, b) => a.atMs - b.atMs)[0];
      if (next === undefined || next.atMs > untilMs) break;
      this.#timers = this.#timers.filter((timer) => timer !== next);
      this.#nowMs = Math.max(this.#nowMs, next.atMs);
      next.work();
      await settle();
    }
    this.#nowMs = untilMs;
  }

  /** Goes on until the next question. @returns how long that took, in ms */
  async waitOut(): Promise<number> {
    const [startMs, asked] = [this.#nowMs, this.flights.length];
    while (this.flights.length === asked) await this.advance(1);
    return this.#nowMs - startMs;
  }

  #startTimer(ms: number, work: () => void): () => void {
    const timer = { atMs: this.#nowMs + Math.max(0, ms), work };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  #ask(question: Question, signal: AbortSignal): Promise<Reply<SentimentAnswer>> {
    this.underWay += 1;
    this.most = Math.max(this.most, this.underWay);
    const { promise, resolve } = Promise.withResolvers<Reply<SentimentAnswer>>();
    const reply = (given: Reply<SentimentAnswer>): Promise<void> => {
      this.underWay -= 1;
      resolve(given);
      return settle();
    };
    this.flights.push({ question, signal, atMs: this.#nowMs, reply });
    return promise;
  }
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await Promise.resolve();
}

describe("while someone types", () => {
  test("one question is asked, about the last text, when the typing pauses", async () => {
    const bench = new Bench();
    for (const text of ["良", "良い", "良い店"]) {
      bench.type(text);
      await bench.advance(PAUSE_MS - 1);
    }
    expect(bench.flights).toEqual([]);
    await bench.advance(1);
    expect(bench.flights.map(({ question }) => question.text)).toEqual(["良い店"]);
    await bench.last.reply(answered);
    expect(bench.kinds).toEqual(["asking", "answered"]);
  });

  test("a newer text aborts the question before, waits for its end and drops its answer", async () => {
    const bench = new Bench();
    bench.type("良い");
    await bench.advance(PAUSE_MS);
    bench.type("良い店");
    expect(bench.last.signal.aborted).toBe(true);
    await bench.advance(10 * PAUSE_MS);
    expect(bench.flights).toHaveLength(1);
    await bench.last.reply(answered);
    await bench.advance(0);
    expect(bench.last.question.text).toBe("良い店");
    expect(bench.kinds).toEqual(["asking", "asking"]);
  });

  test("an empty text asks nothing and ends what was under way", async () => {
    const bench = new Bench();
    bench.type("良い");
    await bench.advance(PAUSE_MS);
    bench.type(" \n");
    expect(bench.last.signal.aborted).toBe(true);
    await bench.last.reply(answered);
    await bench.advance(60_000);
    expect(bench.flights).toHaveLength(1);
    expect(bench.kinds).toEqual(["asking", "idle"]);
  });
});

describe("influences of words", () => {
  test("are asked for when the text has rested, and the answer before is not the last word", async () => {
    const bench = new Bench({ explains: true });
    bench.type("良い");
    await bench.advance(PAUSE_MS);
    await bench.last.reply(answered);
    expect(bench.events.at(-1)).toMatchObject({ kind: "answered", isFinal: false });
    await bench.advance(REST_MS - PAUSE_MS - 1);
    expect(bench.flights).toHaveLength(1);
    await bench.advance(1);
    expect(bench.last.question).toEqual({ text: "良い", explain: true });
    await bench.last.reply(answered);
    expect(bench.events.at(-1)).toMatchObject({ kind: "answered", isFinal: true });
  });

  test("follow at once for a text that was not typed", async () => {
    const bench = new Bench({ explains: true });
    bench.questioner.take("良い", { pause: false });
    await bench.advance(0);
    await bench.last.reply(answered);
    await bench.advance(0);
    expect(bench.flights.map(({ question }) => question.explain)).toEqual([false, true]);
  });

  test("are asked for when they are wanted later, and left when they no longer are", async () => {
    const bench = new Bench();
    bench.type("良い");
    await bench.advance(PAUSE_MS);
    await bench.last.reply(answered);
    bench.questioner.setExplains(true);
    bench.questioner.setExplains(false);
    await bench.advance(REST_MS);
    expect(bench.flights).toHaveLength(1);
    bench.questioner.setExplains(true);
    await bench.advance(0);
    expect(bench.last.question).toEqual({ text: "良い", explain: true });
  });
});

describe("a service that turns the question away", () => {
  test("is asked again after the pause that it names, about the newest text", async () => {
    const bench = new Bench();
    bench.type("良い");
    await bench.advance(PAUSE_MS);
    await bench.last.reply(busy(7_000));
    expect(bench.events.at(-1)).toMatchObject({ kind: "waiting", untilMs: PAUSE_MS + 7_000 });
    await bench.advance(3_000);
    bench.type("良い店");
    await bench.advance(3_999);
    expect(bench.flights).toHaveLength(1);
    await bench.advance(1);
    expect(bench.last.question.text).toBe("良い店");
  });

  test("that names none is asked ever more rarely, and as before once it has answered", async () => {
    const bench = new Bench();
    bench.type("良い");
    await bench.advance(PAUSE_MS);
    const waits: number[] = [];
    for (let attempt = 0; attempt < 7; attempt++) {
      await bench.last.reply(attempt % 2 === 0 ? busy(null) : { kind: "unreachable" });
      waits.push(await bench.waitOut());
    }
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    await bench.last.reply(answered);
    bench.type("良い店");
    await bench.advance(PAUSE_MS);
    await bench.last.reply(busy(null));
    expect(await bench.waitOut()).toBe(1_000);
  });

  test("is asked at once when someone does not want to wait", async () => {
    const bench = new Bench();
    bench.type("良い");
    await bench.advance(PAUSE_MS);
    await bench.last.reply(busy(30_000));
    bench.questioner.hurry();
    await bench.advance(0);
    expect(bench.flights).toHaveLength(2);
  });

  test("holds for a question that was aborted meanwhile, too", async () => {
    const bench = new Bench();
    bench.type("良い");
    await bench.advance(PAUSE_MS);
    bench.type("良い店");
    await bench.last.reply(busy(7_000));
    await bench.advance(6_999);
    expect(bench.flights).toHaveLength(1);
    await bench.advance(1);
    expect(bench.flights).toHaveLength(2);
  });
});

test("without its key nothing is asked, and with it the newest text is", async () => {
  const bench = new Bench();
  bench.type("良い");
  await bench.advance(PAUSE_MS);
  await bench.last.reply({ kind: "key-needed" });
  bench.type("良い店");
  await bench.advance(60_000);
  expect(bench.flights).toHaveLength(1);
  expect(bench.kinds).toEqual(["asking", "key-needed", "key-needed"]);
  bench.questioner.hurry();
  await bench.advance(0);
  expect(bench.last.question.text).toBe("良い店");
});

test("a refusal is told and not repeated", async () => {
  const bench = new Bench({ explains: true });
  bench.type("良い");
  await bench.advance(PAUSE_MS);
  await bench.last.reply({ kind: "refused", problem });
  await bench.advance(60_000);
  expect(bench.flights).toHaveLength(1);
  expect(bench.kinds).toEqual(["asking", "refused"]);
});

test("whatever happens, no two questions are under way, and the newest text is answered in the end", async () => {
  const step = fc.oneof(
    fc.record({
      kind: fc.constant("type" as const),
      text: fc.string({ minLength: 1, maxLength: 3 }),
    }),
    fc.record({ kind: fc.constant("advance" as const), ms: fc.nat({ max: 2_000 }) }),
    fc.constant({ kind: "answer" as const }),
    fc.record({ kind: fc.constant("busy" as const), ms: fc.option(fc.nat({ max: 5_000 })) }),
    fc.constant({ kind: "toggle" as const }),
    fc.constant({ kind: "hurry" as const }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), fc.boolean(), async (steps, explains) => {
      const bench = new Bench({ explains });
      let wanted = explains;
      for (const next of steps) {
        if (next.kind === "type") bench.type(next.text);
        else if (next.kind === "advance") await bench.advance(next.ms);
        else if (next.kind === "toggle") bench.questioner.setExplains((wanted = !wanted));
        else if (next.kind === "hurry") bench.questioner.hurry();
        else if (bench.underWay > 0) {
          await bench.last.reply(next.kind === "answer" ? answered : busy(next.ms));
        }
      }
      bench.type("最後");
      for (let turn = 0; turn < 6; turn++) {
        if (bench.underWay > 0) await bench.last.reply(answered);
        await bench.advance(60_000);
      }
      expect(bench.most).toBeLessThanOrEqual(1);
      expect(bench.events.at(-1)).toMatchObject({
        kind: "answered",
        question: { text: "最後", explain: wanted },
        isFinal: true,
      });
    }),
  );
});
