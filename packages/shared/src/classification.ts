/** From logits to an answer, in one place, so that the trainer's figures and the worker's answers cannot differ. */

export interface Classification {
  readonly label: string;
  /** Probability of `label`, 0 to 1. */
  readonly score: number;
  /** Probability of every label, in the model's order; they sum to 1. */
  readonly scores: Readonly<Record<string, number>>;
}

/**
 * Softmax of the logits and its most probable label; the first one wins a tie. A
 * temperature that was fitted lies in the model's last layer already.
 * @param logits one finite number a label
 */
export function classify(logits: ArrayLike<number>, labels: readonly string[]): Classification {
  const probabilities = softmax(logits);
  let best = 0;
  probabilities.forEach((probability, index) => {
    if (probability > (probabilities[best] ?? 0)) best = index;
  });
  return {
    label: labels[best] ?? "",
    score: probabilities[best] ?? 0,
    scores: Object.fromEntries(labels.map((label, index) => [label, probabilities[index] ?? 0])),
  };
}

/** Softmax in double precision, shifted by the maximum so that it cannot overflow. */
export function softmax(logits: ArrayLike<number>): number[] {
  const maximum = Math.max(...Array.from(logits));
  const exponentials = Array.from(logits, (logit) => Math.exp(logit - maximum));
  const sum = exponentials.reduce((total, value) => total + value, 0);
  return exponentials.map((value) => value / sum);
}
