/** Answers of the worker or of an evaluation, as they were counted. */
export interface Answers {
  /** Data points or texts. */
  readonly rows: number;
  /**
   * Texts that the counts are worth (Kish 1965): fewer than there were where only a
   * sample of them was kept, because what is counted many times was seen once.
   */
  readonly effective: number;
  /** Weight of each label. */
  readonly labels: ReadonlyMap<string, number>;
  /** Weight of each score, to two digits; empty where there are none. */
  readonly scores: ReadonlyMap<number, number>;
  /** Weight of the answers below the model's band; null where that is not known. */
  readonly abstained: number | null;
}

/** Answers that are counted together. */
export interface AnswerGroup {
  readonly label: string;
  /** To two digits; null where it is not known. */
  readonly score: number | null;
  readonly isAbstained: boolean | null;
  readonly rows: number;
  /** How many answers the rows stand for. */
  readonly weight: number;
  /** Sum of the squares of the rows' weights. */
  readonly squares: number;
}

export function countAnswers(groups: readonly AnswerGroup[]): Answers {
  const labels = new Map<string, number>();
  const scores = new Map<number, number>();
  let [rows, weights, squares, abstained] = [0, 0, 0, 0];
  for (const group of groups) {
    rows += group.rows;
    weights += group.weight;
    squares += group.squares;
    abstained += group.isAbstained === true ? group.weight : 0;
    add(labels, group.label, group.weight);
    if (group.score !== null) add(scores, group.score, group.weight);
  }
  const isKnown = groups.every(({ isAbstained }) => isAbstained !== null);
  return {
    rows,
    effective: squares === 0 ? 0 : weights ** 2 / squares,
    labels,
    scores,
    abstained: isKnown ? abstained : null,
  };
}

function add<Key>(counts: Map<Key, number>, key: Key, weight: number): void {
  counts.set(key, (counts.get(key) ?? 0) + weight);
}
