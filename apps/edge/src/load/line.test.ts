import * as fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";

import { Line, type LineOptions, type Place } from "./line.ts";

/** Ends when the test has time for it: promises alone do not let anyone in. */
const rest = (): Promise<void> => new Promise((resolve) => void setTimeout(resolve, 0));
const keepAlive = (): void => {};

function createLine(options: Partial<LineOptions> = {}): Line {
  return new Line({ maxQuestions: 100, maxTokens: 1_000, clock: () => 0, rest, ...options });
}

function enter(line: Line): Place {
  const place = line.enter(keepAlive);
  if (place === null) throw new Error("the line is full");
  return place;
}

/** A question that takes some turns, and writes its name down at each. */
async function ask(line: Line, name: number, turns: number, seen: number[]): Promise<void> {
  const place = enter(line);
  for (let turn = 0; turn < turns; turn++) {
    await place.takeTurn();
    seen.push(name);
  }
  place.leave();
}

/** What every fair order of turns is: one each, for as long as one has some left. */
function takeRounds(turns: readonly number[]): number[] {
  const rounds = Array.from({ length: Math.max(...turns) }, (_, round) =>
    turns.flatMap((count, name) => (round < count ? [name] : [])),
  );
  return rounds.flat();
}

describe("turns", () => {
  test("go round, whatever the questions take", async () => {
    const counts = fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(counts, async (turns) => {
        const line = createLine();
        const seen: number[] = [];
        await Promise.all(turns.map((count, name) => ask(line, name, count, seen)));
        expect(seen).toEqual(takeRounds(turns));
        expect(line.questions).toBe(0);
      }),
      { numRuns: 50 },
    );
  });

  test("of a question of 64 texts let one in that comes later", async () => {
    const line = createLine();
    const seen: number[] = [];
    const batch = ask(line, 64, 64, seen);
    await rest();
    const before = seen.length;
    await ask(line, 1, 1, seen);
    expect(before).toBeLessThan(10);
    expect(seen.indexOf(1)).toBeLessThanOrEqual(before + 2);
    await batch;
    expect(seen).toHaveLength(65);
  });

  test("are there at once where nobody else has one", async () => {
    const line = createLine({ rest: () => new Promise(() => {}) });
    await enter(line).takeTurn();
    expect(line.questions).toBe(1);
  });

  test("are passed on only after the event loop had its own", async () => {
    const resting = Promise.withResolvers<void>();
    const line = createLine({ rest: () => resting.promise });
    const [first, second] = [enter(line), enter(line)];
    await first.takeTurn();
    const seen: string[] = [];
    const turn = second.takeTurn().then(() => seen.push("second"));
    first.leave();
    await rest();
    expect(seen).toEqual([]);
    resting.resolve();
    await turn;
    expect(seen).toEqual(["second"]);
  });

  test("are ended in what keeps the request alive", async () => {
    const line = createLine();
    const kept: Promise<unknown>[] = [];
    const place = line.enter((promise) => void kept.push(promise));
    await place?.takeTurn();
    expect(kept).toHaveLength(0);
    place?.leave();
    expect(kept).toHaveLength(1);
    await kept[0];
    await enter(line).takeTurn();
  });
});

describe("room", () => {
  test("is for so many questions, and one that leaves makes some", () => {
    const line = createLine({ maxQuestions: 2 });
    const [first] = [enter(line), enter(line)];
    expect(line.enter(keepAlive)).toBeNull();
    first.leave();
    expect(line.enter(keepAlive)).not.toBeNull();
    expect(line.enter(keepAlive)).toBeNull();
  });

  test("is for so many tokens, and the model makes some as it sees them", () => {
    const line = createLine({ maxTokens: 100 });
    const [first, second] = [enter(line), enter(line)];
    expect(first.claim(90)).toBe(true);
    expect(second.claim(11)).toBe(false);
    first.progress(1);
    expect(second.claim(11)).toBe(true);
    expect(line.tokens).toBe(100);
    first.leave();
    expect(line.tokens).toBe(11);
  });

  test("is expected when the model has seen what waits", () => {
    const line = createLine({ maxTokens: 32_768 });
    expect(line.retryAfterSeconds).toBe(1);
    enter(line).claim(16_384);
    expect(line.retryAfterSeconds).toBe(9);
  });
});

describe("a question that nobody waits for any more", () => {
  test("gives up its place in the line, and the next one has the turn", async () => {
    const line = createLine();
    const [first, second, third] = [enter(line), enter(line), enter(line)];
    await first.takeTurn();
    const turns = [second.takeTurn(), third.takeTurn()];
    second.abandon();
    await expect(turns[0]).rejects.toMatchObject({ code: "question-abandoned" });
    first.leave();
    await turns[1];
  });

  test("has no turn after the one that it has", async () => {
    const line = createLine();
    const [first, second] = [enter(line), enter(line)];
    await first.takeTurn();
    first.abandon();
    await expect(first.takeTurn()).rejects.toMatchObject({ code: "question-abandoned" });
    const turn = second.takeTurn();
    first.leave();
    await turn;
  });

  test("passes the turn on that it was given meanwhile", async () => {
    const line = createLine();
    const [first, second, third] = [enter(line), enter(line), enter(line)];
    await first.takeTurn();
    const given = second.takeTurn().finally(() => second.leave());
    const turn = third.takeTurn();
    first.leave();
    await rest();
    second.abandon();
    await given.catch(() => {});
    await turn;
    expect(line.questions).toBe(1);
  });
});

describe("what was forgotten with its request", () => {
  test("loses its turn when the next question enters", async () => {
    let nowMs = 0;
    const line = createLine({ clock: () => nowMs });
    await enter(line).takeTurn();
    const seen: number[] = [];
    const waiting = enter(line)
      .takeTurn()
      .then(() => seen.push(nowMs));
    nowMs = 4_999;
    enter(line);
    await rest();
    nowMs = 5_000;
    enter(line);
    await waiting;
    expect(seen).toEqual([5_000]);
  });

  test("loses its place", () => {
    let nowMs = 0;
    const line = createLine({ clock: () => nowMs, maxQuestions: 1 });
    enter(line);
    nowMs = 24_999;
    expect(line.enter(keepAlive)).toBeNull();
    nowMs = 25_000;
    expect(line.enter(keepAlive)).not.toBeNull();
  });
});

describe("too long a wait", () => {
  afterEach(() => void vi.useRealTimers());

  test("ends, and leaves the line to others", async () => {
    vi.useFakeTimers();
    const line = createLine();
    const [first, second, third] = [enter(line), enter(line), enter(line)];
    await first.takeTurn();
    const late = second.takeTurn();
    const ended = late.catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(await ended).toMatchObject({ code: "overloaded" });
    const turn = third.takeTurn();
    first.leave();
    await vi.advanceTimersByTimeAsync(1);
    await turn;
  });
});
