/**
 * A text that is longer than the model's input is shown to it in windows. All are
 * of full length and spread evenly, so that none sees only the text's last words,
 * and neighbours share at least a quarter, so that what is said across an edge is
 * inside one of them. A token votes once: where several windows see it, each of
 * them has its part, and a window's probabilities count for the votes in it.
 *
 *   tokens     0 . . . . . . . . . . . . . . . . . . . 20     capacity 8
 *   windows    [- - - - - - - -)
 *                          [- - - - - - - -)
 *                                      [- - - - - - - -)
 */
import { type Classification } from "@kanjo/shared/classification";

/** Tokens of a text from `start` to before `end`, special tokens left out. */
export interface Window {
  readonly start: number;
  readonly end: number;
  /** Votes of its tokens; those of all windows sum to the tokens of the text. */
  readonly votes: number;
}

/** Share of a window that its neighbour sees, too, at least. */
const OVERLAP = 1 / 4;

/**
 * @param count tokens of the text, special tokens left out
 * @param capacity most of them that the model takes, at least 1
 */
export function planWindows(count: number, capacity: number): Window[] {
  if (count <= capacity) return [{ start: 0, end: count, votes: count }];
  const stride = capacity - Math.floor(capacity * OVERLAP);
  const last = Math.ceil((count - capacity) / stride);
  const starts = Array.from({ length: last + 1 }, (_, index) =>
    Math.floor((index * (count - capacity)) / last),
  );
  return shareVotes(
    starts.map((start) => ({ start, end: start + capacity })),
    count,
  );
}

function shareVotes(spans: readonly Omit<Window, "votes">[], count: number): Window[] {
  const viewers = new Uint16Array(count);
  for (const { start, end } of spans) {
    for (let token = start; token < end; token++) viewers[token] = (viewers[token] ?? 0) + 1;
  }
  return spans.map(({ start, end }) => ({
    start,
    end,
    votes: viewers.subarray(start, end).reduce((sum, viewer) => sum + 1 / viewer, 0),
  }));
}

/** The windows' answers as one: the mean of their probabilities by votes. A single one is left as it is. */
export function combine(
  windows: readonly Window[],
  answers: readonly Classification[],
): Classification {
  const [first] = answers;
  if (first === undefined) throw new Error("a text without windows");
  const { label, score, scores } = first;
  return answers.length === 1 ? { label, score, scores } : average(windows, answers);
}

function average(windows: readonly Window[], answers: readonly Classification[]): Classification {
  const all = windows.reduce((sum, { votes }) => sum + votes, 0);
  const labels = Object.keys(answers[0]?.scores ?? {});
  const means = labels.map((name) => {
    const sum = answers.reduce(
      (total, { scores }, index) => total + (windows[index]?.votes ?? 0) * (scores[name] ?? 0),
      0,
    );
    return { name, mean: sum / all };
  });
  const best = means.reduce((found, next) => (next.mean > found.mean ? next : found));
  return {
    label: best.name,
    score: best.mean,
    scores: Object.fromEntries(means.map(({ name, mean }) => [name, mean])),
  };
}
