/** From logits to an answer, in one place, so that the trainer's figures and the worker's answers cannot differ. */

export interface Classification {
  readonly label: string;
  /** Probability of `label`, 0 to 1. */
  readonly score: number;
  /** Probability of every label, in the model's order; they sum to 1. */
  readonly scores: Readonly<Record<string, number>>;
}

/**
 * Softmax of `logits / temperature` and its most probable label; the first one wins a tie.
 * @param logits one finite number a label
 */
export function classify(
  logits: ArrayLike<number>,
  labels: readonly string[],
  temperature: number,
): Classification {
  const probabilities = softmax(logits, temperature);
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
export function softmax(logits: ArrayLike<number>, temperature = 1): number[] {
  const scaled = Array.from(logits, (logit) => logit / temperature);
  const maximum = Math.max(...scaled);
  const exponentials = scaled.map((logit) => Math.exp(logit - maximum));
  const sum = exponentials.reduce((total, value) => total + value, 0);
  return exponentials.map((value) => value / sum);
}
