/**
 * Phrases that decide more than they should, found in four steps:
 *
 * 1. Words in a row that are frequent in the evaluated texts, and go together with a
 *    predicted label more than with the others, are suspects, the strongest first.
 * 2. Each is taken out of a few texts that are given its label, and put into a few
 *    that are given another one.
 * 3. Those that flip the most are tried on more texts, and beside each changed text a
 *    control or several, in which an ordinary passage of the same length is changed
 *    instead.
 * 4. Kept are those that flip clearly more often than their controls (Fisher's exact
 *    test, with Bonferroni's correction for everything that was tried in step 2, so
 *    that the choice of step 3 does not count as evidence). A text and its controls
 *    are alike in how easily they flip, which the test does not know: it errs towards
 *    keeping less.
 *
 * Nothing here knows what a phrase means: a strong word of praise (最高) flips
 * predictions as well, and rightly so. What of the list is a shortcut is for its
 * reader to say. Phrases that are seldom in the texts, or never in those with the
 * label's prediction, are not found.
 */
import type { ScoredExample } from "../evaluation/evaluate.ts";
import type { ClassifierPool } from "../inference/classifier-pool.ts";
import type { Shortcut } from "../report/report.ts";
import { AskedTexts } from "./shortcuts/asked-texts.ts";
import { type Corpus, openCorpus } from "./shortcuts/corpus.ts";
import { describeShortcut } from "./shortcuts/describe-shortcut.ts";
import { computeFisherP } from "./shortcuts/fisher-exact.ts";
import { type FlipTest, listFlipTests } from "./shortcuts/flip-test.ts";
import { findFrequentPhrases } from "./shortcuts/frequent-phrases.ts";
import {
  listTexts,
  type MeasuredTest,
  measureTest,
  type PlannedTest,
  planTest,
} from "./shortcuts/measured-test.ts";
import { chooseSuspects } from "./shortcuts/suspects.ts";

export interface ShortcutOptions {
  readonly pool: Pick<ClassifierPool, "classifyAll">;
  readonly labels: readonly string[];
  /** Texts that the model is asked about, at most; 4,000 when it is left out, fewer where they are long. */
  readonly budget?: number;
}

/** Of an evaluation of more, a sample is looked at. */
const MOST_TEXTS = 20_000;

/** What a phrase, and a test, has to have: with fewer, all that flip could be chance. */
const LEAST_TEXTS = 5;

/** Of all texts; what fewer have decides little. */
const LEAST_SHARE = 0.002;

/** A text takes as long as its tokens are many; the budget is of texts of so many at most, on average. */
const BUDGETED_TOKENS = 40;

const SCREENING_SHARE = 0.5;
const SCREENING = { mostTrials: 8, mostControlsEach: 0 };
const CONFIRMATION = { mostTrials: 60, mostControlsEach: 4 };

/** Chance that anything is kept where no phrase flips more than its controls. */
const SIGNIFICANCE = 0.05;

/**
 * Phrases whose removal or insertion flips the model's answers, those first whose flip rate
 * exceeds their controls' the most. The same answers and the same model give the same phrases.
 * @param scored every text with the model's answer to it
 * @throws KanjoError what the pool throws
 */
export async function findShortcuts(
  scored: readonly ScoredExample[],
  { pool, labels, budget = 4_000 }: ShortcutOptions,
): Promise<readonly Shortcut[]> {
  const corpus = openCorpus(scored, MOST_TEXTS);
  const affordable = countAffordable(corpus, budget);
  const answers = new AskedTexts(pool);
  const screening = planScreening(corpus, labels, affordable * SCREENING_SHARE);
  const promising = await screen(screening, answers);
  const plans = planAffordable(promising, corpus, answers, affordable - answers.count);
  const measured = await measureTests(plans, answers);
  return measured
    .filter((one) => computeP(one) * screening.length <= SIGNIFICANCE)
    .map(describeShortcut)
    .sort((left, right) => measureExcess(right) - measureExcess(left));
}

function countAffordable(corpus: Corpus, budget: number): number {
  const tokens = corpus.reduce((sum, { answer }) => sum + answer.tokens, 0);
  return Math.floor(budget * Math.min(1, (BUDGETED_TOKENS * corpus.length) / tokens));
}

/** Step 1: what is to be tried with so many texts. */
function planScreening(
  corpus: Corpus,
  labels: readonly string[],
  affordable: number,
): PlannedTest[] {
  const phrases = findFrequentPhrases(
    corpus.map(({ worded }) => worded),
    Math.max(LEAST_TEXTS, LEAST_SHARE * corpus.length),
  );
  const predicted = corpus.map(({ answer }) => answer.label);
  const testsEach = labels.length;
  const limit = affordable / (testsEach * SCREENING.mostTrials);
  return chooseSuspects(phrases, predicted, labels, limit)
    .flatMap((suspect) => listFlipTests(suspect, labels))
    .map((test) => planTest(corpus, test, SCREENING))
    .filter(({ trials }) => trials.length >= LEAST_TEXTS);
}

/** Step 2: the tests that flip anything, the most first. */
async function screen(plans: readonly PlannedTest[], answers: AskedTexts): Promise<FlipTest[]> {
  const measured = await measureTests(plans, answers);
  return measured
    .filter(({ flips }) => flips.length > 0)
    .sort(
      (left, right) =>
        measureFlipRate(right) - measureFlipRate(left) || right.meanFall - left.meanFall,
    )
    .map(({ test }) => test);
}

/** Step 3: the first ones, as far as the texts reach. */
function planAffordable(
  tests: readonly FlipTest[],
  corpus: Corpus,
  answers: AskedTexts,
  affordable: number,
): PlannedTest[] {
  let plans: PlannedTest[] = [];
  for (const test of tests) {
    const more = [...plans, planTest(corpus, test, CONFIRMATION)];
    if (answers.countNew(more.flatMap(listTexts)) > affordable) break;
    plans = more;
  }
  return plans;
}

async function measureTests(
  plans: readonly PlannedTest[],
  answers: AskedTexts,
): Promise<MeasuredTest[]> {
  await answers.ask(plans.flatMap(listTexts));
  return plans.map((plan) => measureTest(plan, answers));
}

function computeP({ flips, trials, controlFlips, controls }: MeasuredTest): number {
  return computeFisherP(flips.length, trials, controlFlips, controls);
}

function measureFlipRate({ flips, trials }: MeasuredTest): number {
  return flips.length / trials;
}

function measureExcess({ flipRate, expectedFlipRate }: Shortcut): number {
  return flipRate - expectedFlipRate;
}
