import type { ClassifiedText } from "@kanjo/shared/classifier";

import type { AskedTexts } from "./asked-texts.ts";
import type { Corpus, CorpusText } from "./corpus.ts";
import { type FlipTest, isFlip, planControls, planTrials, type Trial } from "./flip-test.ts";

/** A test with the texts that the model is asked about for it. */
export interface PlannedTest {
  readonly test: FlipTest;
  readonly trials: readonly Trial[];
  readonly controls: readonly string[];
}

/** Of one text and of a whole test. */
export interface Size {
  readonly mostTrials: number;
  readonly mostControlsEach: number;
}

export interface MeasuredTest {
  readonly test: FlipTest;
  readonly trials: number;
  readonly flips: readonly Flip[];
  readonly controls: number;
  readonly controlFlips: number;
  /** How much the score of the label before falls, on average. */
  readonly meanFall: number;
}

/** A changed text that is given another label than before. */
export interface Flip {
  readonly before: CorpusText;
  readonly text: string;
  readonly answer: ClassifiedText;
}

/** Where few texts can be changed, each has several controls, together hardly more than the texts that could be. */
export function planTest(corpus: Corpus, test: FlipTest, size: Size): PlannedTest {
  const trials = planTrials(corpus, test, size.mostTrials);
  const each = Math.min(size.mostControlsEach, Math.floor(size.mostTrials / trials.length));
  const controls = trials.flatMap(({ before }) => planControls(corpus, test, before, each));
  return { test, trials, controls };
}

export function listTexts({ trials, controls }: PlannedTest): string[] {
  return [...trials.map(({ text }) => text), ...controls];
}

/** @param answers to all texts of the plan */
export function measureTest(
  { test, trials, controls }: PlannedTest,
  answers: AskedTexts,
): MeasuredTest {
  const answered = trials.map(({ before, text }): Flip => ({
    before,
    text,
    answer: answers.read(text),
  }));
  const falls = answered.map((trial) => measureFall(trial, test.from));
  return {
    test,
    trials: trials.length,
    flips: answered.filter(({ answer }) => isFlip(test, answer.label)),
    controls: controls.length,
    controlFlips: controls.filter((text) => isFlip(test, answers.read(text).label)).length,
    meanFall: falls.reduce((sum, fall) => sum + fall, 0) / trials.length,
  };
}

/** How much the label's score falls. */
export function measureFall({ before, answer }: Flip, label: string): number {
  return (before.answer.scores[label] ?? 0) - (answer.scores[label] ?? 0);
}
