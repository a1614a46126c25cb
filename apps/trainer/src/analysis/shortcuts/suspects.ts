import type { Phrase } from "./frequent-phrases.ts";

/** A phrase and the label that its texts are given more often than others. */
export interface Suspect extends Phrase {
  readonly label: string;
}

interface Associated extends Suspect {
  readonly strength: number;
}

/** 95 % quantile of the chi-squared distribution with one degree of freedom: no proof, and worth a trial. */
const LEAST_STRENGTH = 3.84;

const LEAST_ODDS_RATIO = 2;

/** Of two phrases that overlap, the weaker one is left out when so many of the rarer one's texts have both. */
const SHARED_TEXTS = 0.5;

/**
 * The phrases that go together with a predicted label the most, at most `limit` of them, as many
 * of each label. Association is measured by the log-likelihood ratio, which rare phrases do not
 * mislead (Dunning, "Accurate Methods for the Statistics of Surprise and Coincidence", 1993).
 * @param predicted label of each text
 */
export function chooseSuspects(
  phrases: readonly Phrase[],
  predicted: readonly string[],
  labels: readonly string[],
  limit: number,
): Suspect[] {
  const counts = new Map(
    labels.map((label) => [label, predicted.filter((one) => one === label).length]),
  );
  const associated = phrases
    .flatMap((phrase) => associate(phrase, predicted, counts))
    .sort(compareStrength);
  const limitEach = Math.floor(limit / labels.length);
  return labels.flatMap((label) =>
    dropOverlapping(
      associated.filter((one) => one.label === label),
      limitEach,
    ),
  );
}

/** With the label that it goes together with the most; with none when that is weak. */
function associate(
  phrase: Phrase,
  predicted: readonly string[],
  counts: ReadonlyMap<string, number>,
): Associated[] {
  let [strongest, strength] = ["", 0];
  for (const [label, count] of counts) {
    const both = phrase.rows.filter((row) => predicted[row] === label).length;
    const found = measureAssociation(both, phrase.rows.length, count, predicted.length);
    if (found > strength) [strongest, strength] = [label, found];
  }
  return strength >= LEAST_STRENGTH ? [{ ...phrase, label: strongest, strength }] : [];
}

/**
 * Log-likelihood ratio of the table of texts with and without a phrase and a label; 0 where the odds are not raised enough.
 * @param both texts with both
 */
function measureAssociation(both: number, phrase: number, label: number, all: number): number {
  const [onlyPhrase, onlyLabel] = [phrase - both, label - both];
  const neither = all - both - onlyPhrase - onlyLabel;
  const oddsRatio = ((both + 0.5) * (neither + 0.5)) / ((onlyPhrase + 0.5) * (onlyLabel + 0.5));
  if (oddsRatio < LEAST_ODDS_RATIO) return 0;
  const cells = [
    [both, phrase * label],
    [onlyPhrase, phrase * (all - label)],
    [onlyLabel, (all - phrase) * label],
    [neither, (all - phrase) * (all - label)],
  ] as const;
  return cells.reduce(
    (sum, [count, product]) =>
      count === 0 ? sum : sum + 2 * count * Math.log((count * all) / product),
    0,
  );
}

/** The strongest first; of equal ones the longer, which says more of where it stands. */
function compareStrength(left: Associated, right: Associated): number {
  return (
    right.strength - left.strength ||
    right.text.length - left.text.length ||
    (left.text < right.text ? -1 : 1)
  );
}

function dropOverlapping(strongestFirst: readonly Suspect[], limit: number): Suspect[] {
  const kept: Suspect[] = [];
  for (const one of strongestFirst) {
    if (kept.length >= limit) break;
    if (!kept.some((other) => haveSamePlace(one, other))) kept.push(one);
  }
  return kept.map(({ text, rows, label }) => ({ text, rows, label }));
}

function haveSamePlace(one: Phrase, other: Phrase): boolean {
  if (!canOverlap(one.text, other.text) && !canOverlap(other.text, one.text)) return false;
  const rows = new Set(one.rows);
  const shared = other.rows.filter((row) => rows.has(row)).length;
  return shared >= SHARED_TEXTS * Math.min(one.rows.length, other.rows.length);
}

/** Whether `right` lies within `left`, or begins where `left` has not ended. */
function canOverlap(left: string, right: string): boolean {
  if (left.includes(right)) return true;
  for (let length = 1; length < Math.min(left.length, right.length); length += 1) {
    if (left.endsWith(right.slice(0, length))) return true;
  }
  return false;
}
