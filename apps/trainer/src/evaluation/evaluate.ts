import type { ClassifiedText } from "@kanjo/shared/classifier";

import type { Example } from "../dataset/dataset.ts";
import { requireKnownLabels } from "../evaluation-data/require-known-labels.ts";
import type { ClassifierPool } from "../inference/classifier-pool.ts";

/** A labelled text and the model's answer to it. */
export interface ScoredExample {
  readonly example: Example;
  readonly answer: ClassifiedText;
}

/**
 * Asks the model about every example, each alone, as the worker will; in the examples' order.
 * @param onProgress called with the number of examples done
 * @throws KanjoError `label-unknown` before anything is asked, and what the pool throws
 */
export async function evaluateTexts(
  examples: readonly Example[],
  labels: readonly string[],
  pool: Pick<ClassifierPool, "classifyAll">,
  onProgress?: (done: number) => void,
): Promise<ScoredExample[]> {
  requireKnownLabels(examples, labels);
  const texts = examples.map(({ text }) => text);
  const answers = await pool.classifyAll(texts, onProgress);
  return examples.map((example, row) => ({ example, answer: takeAnswer(answers, row) }));
}

function takeAnswer(answers: readonly ClassifiedText[], row: number): ClassifiedText {
  const answer = answers[row];
  if (answer === undefined) throw new Error(`the pool gave no answer to text ${row + 1}`);
  return answer;
}
