/**
 * Near neighbours of a few texts among many: the cosine of TF-IDF vectors of
 * character n-grams, which need no words and see spelling variants. The inverted
 * index is of the few texts, and the many stream past it twice, once to count in
 * how many of them an n-gram is and once to be compared: what is kept does not
 * grow with them. The weights are those of scikit-learn's `TfidfVectorizer`
 * (smoothed inverse document frequency, L2 norm).
 */
import type { Example } from "../dataset/dataset.ts";
import type { Neighbour } from "../report/report.ts";
import { countCharacterNgrams, NGRAM_BUCKETS } from "./character-ngrams.ts";

export interface NeighbourOptions {
  /** Of each text, at most. */
  readonly count: number;
  readonly leastSimilarity: number;
}

/** The nearest of `others` for each of `examples`, the nearest first, the earlier of equal ones first; never the example itself. */
export function findNeighbours(
  examples: readonly Example[],
  others: readonly Example[],
  options: NeighbourOptions,
): readonly (readonly Neighbour[])[] {
  const weigh = makeWeighing(others);
  const index = new NgramIndex(examples.map(({ text }) => weigh(text)));
  const nearest = examples.map((): Neighbour[] => []);
  for (const other of others) {
    index.compare(weigh(other.text), options.leastSimilarity, (at, similarity) => {
      const example = examples[at];
      if (example !== undefined && isSame(example, other)) return;
      const { source, text, label } = other;
      insertNearest(nearest[at] ?? [], { source, text, label, similarity }, options.count);
    });
  }
  return nearest;
}

function isSame(one: Example, other: Example): boolean {
  return one.source === other.source && one.text === other.text;
}

function insertNearest(nearest: Neighbour[], one: Neighbour, limit: number): void {
  const at = nearest.findIndex(({ similarity }) => similarity < one.similarity);
  if (at !== -1) nearest.splice(at, 0, one);
  else nearest.push(one);
  if (nearest.length > limit) nearest.pop();
}

interface WeighedText {
  /** TF-IDF by n-gram. */
  readonly weights: ReadonlyMap<number, number>;
  readonly squaredNorm: number;
}

function makeWeighing(texts: readonly Example[]): (text: string) => WeighedText {
  const frequencies = new Uint32Array(NGRAM_BUCKETS);
  for (const { text } of texts) {
    for (const ngram of countCharacterNgrams(text).keys()) {
      frequencies[ngram] = (frequencies[ngram] ?? 0) + 1;
    }
  }
  return (text) => {
    const weights = countCharacterNgrams(text);
    let squaredNorm = 0;
    for (const [ngram, count] of weights) {
      const frequency = frequencies[ngram] ?? 0;
      const weight = count * (Math.log((1 + texts.length) / (1 + frequency)) + 1);
      weights.set(ngram, weight);
      squaredNorm += weight * weight;
    }
    return { weights, squaredNorm };
  };
}

interface Posting {
  readonly text: number;
  readonly weight: number;
}

class NgramIndex {
  readonly #texts: readonly WeighedText[];
  readonly #postings = new Map<number, Posting[]>();
  /** Of the text that is compared. */
  readonly #products: Float64Array;

  constructor(texts: readonly WeighedText[]) {
    this.#texts = texts;
    this.#products = new Float64Array(texts.length);
    texts.forEach(({ weights }, text) => {
      for (const [ngram, weight] of weights) {
        const postings = this.#postings.get(ngram);
        if (postings === undefined) this.#postings.set(ngram, [{ text, weight }]);
        else postings.push({ text, weight });
      }
    });
  }

  /** Calls `onNear` with the place of each text that is at least so similar. */
  compare(
    { weights, squaredNorm }: WeighedText,
    leastSimilarity: number,
    onNear: (text: number, similarity: number) => void,
  ): void {
    this.#products.fill(0);
    for (const [ngram, weight] of weights) {
      for (const posting of this.#postings.get(ngram) ?? []) {
        this.#products[posting.text] =
          (this.#products[posting.text] ?? 0) + posting.weight * weight;
      }
    }
    this.#texts.forEach((text, at) => {
      const product = this.#products[at] ?? 0;
      // One root of both, so that a text and its copy are similar by 1 exactly.
      const similarity = product / Math.sqrt(text.squaredNorm * squaredNorm);
      if (similarity >= leastSimilarity) onNear(at, similarity);
    });
  }
}
